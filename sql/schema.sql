-- schema.sql
-- The schema after all migrations, as pg_dump has it, to be read beside a change of theirs.
-- Written by: pytest tests/store/test_migrations.py --update-golden

CREATE FUNCTION public.letters_taken_apart(letters text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (SELECT string_agg(COALESCE(apart.letters, one.letter), ''::text ORDER BY one.place) AS string_agg FROM (string_to_table(letters_taken_apart.letters, NULL::text) WITH ORDINALITY one(letter, place) LEFT JOIN (VALUES ('ß'::text,'ss'::text), ('İ'::text,'i̇'::text), ('ŉ'::text,'ʼn'::text), ('ǰ'::text,'ǰ'::text), ('ΐ'::text,'ΐ'::text), ('ΰ'::text,'ΰ'::text), ('և'::text,'եւ'::text), ('ẖ'::text,'ẖ'::text), ('ẗ'::text,'ẗ'::text), ('ẘ'::text,'ẘ'::text), ('ẙ'::text,'ẙ'::text), ('ẚ'::text,'aʾ'::text), ('ẞ'::text,'ss'::text), ('ὐ'::text,'ὐ'::text), ('ὒ'::text,'ὒ'::text), ('ὔ'::text,'ὔ'::text), ('ὖ'::text,'ὖ'::text), ('ᾀ'::text,'ἀι'::text), ('ᾁ'::text,'ἁι'::text), ('ᾂ'::text,'ἂι'::text), ('ᾃ'::text,'ἃι'::text), ('ᾄ'::text,'ἄι'::text), ('ᾅ'::text,'ἅι'::text), ('ᾆ'::text,'ἆι'::text), ('ᾇ'::text,'ἇι'::text), ('ᾈ'::text,'ἀι'::text), ('ᾉ'::text,'ἁι'::text), ('ᾊ'::text,'ἂι'::text), ('ᾋ'::text,'ἃι'::text), ('ᾌ'::text,'ἄι'::text), ('ᾍ'::text,'ἅι'::text), ('ᾎ'::text,'ἆι'::text), ('ᾏ'::text,'ἇι'::text), ('ᾐ'::text,'ἠι'::text), ('ᾑ'::text,'ἡι'::text), ('ᾒ'::text,'ἢι'::text), ('ᾓ'::text,'ἣι'::text), ('ᾔ'::text,'ἤι'::text), ('ᾕ'::text,'ἥι'::text), ('ᾖ'::text,'ἦι'::text), ('ᾗ'::text,'ἧι'::text), ('ᾘ'::text,'ἠι'::text), ('ᾙ'::text,'ἡι'::text), ('ᾚ'::text,'ἢι'::text), ('ᾛ'::text,'ἣι'::text), ('ᾜ'::text,'ἤι'::text), ('ᾝ'::text,'ἥι'::text), ('ᾞ'::text,'ἦι'::text), ('ᾟ'::text,'ἧι'::text), ('ᾠ'::text,'ὠι'::text), ('ᾡ'::text,'ὡι'::text), ('ᾢ'::text,'ὢι'::text), ('ᾣ'::text,'ὣι'::text), ('ᾤ'::text,'ὤι'::text), ('ᾥ'::text,'ὥι'::text), ('ᾦ'::text,'ὦι'::text), ('ᾧ'::text,'ὧι'::text), ('ᾨ'::text,'ὠι'::text), ('ᾩ'::text,'ὡι'::text), ('ᾪ'::text,'ὢι'::text), ('ᾫ'::text,'ὣι'::text), ('ᾬ'::text,'ὤι'::text), ('ᾭ'::text,'ὥι'::text), ('ᾮ'::text,'ὦι'::text), ('ᾯ'::text,'ὧι'::text), ('ᾲ'::text,'ὰι'::text), ('ᾳ'::text,'αι'::text), ('ᾴ'::text,'άι'::text), ('ᾶ'::text,'ᾶ'::text), ('ᾷ'::text,'ᾶι'::text), ('ᾼ'::text,'αι'::text), ('ῂ'::text,'ὴι'::text), ('ῃ'::text,'ηι'::text), ('ῄ'::text,'ήι'::text), ('ῆ'::text,'ῆ'::text), ('ῇ'::text,'ῆι'::text), ('ῌ'::text,'ηι'::text), ('ῒ'::text,'ῒ'::text), ('ῖ'::text,'ῖ'::text), ('ῗ'::text,'ῗ'::text), ('ῢ'::text,'ῢ'::text), ('ῤ'::text,'ῤ'::text), ('ῦ'::text,'ῦ'::text), ('ῧ'::text,'ῧ'::text), ('ῲ'::text,'ὼι'::text), ('ῳ'::text,'ωι'::text), ('ῴ'::text,'ώι'::text), ('ῶ'::text,'ῶ'::text), ('ῷ'::text,'ῶι'::text), ('ῼ'::text,'ωι'::text), ('ﬀ'::text,'ff'::text), ('ﬁ'::text,'fi'::text), ('ﬂ'::text,'fl'::text), ('ﬃ'::text,'ffi'::text), ('ﬄ'::text,'ffl'::text), ('ﬅ'::text,'st'::text), ('ﬆ'::text,'st'::text), ('ﬓ'::text,'մն'::text), ('ﬔ'::text,'մե'::text), ('ﬕ'::text,'մի'::text), ('ﬖ'::text,'վն'::text), ('ﬗ'::text,'մխ'::text)) apart(letter, letters) ON ((apart.letter = one.letter))));

COMMENT ON FUNCTION public.letters_taken_apart(letters text) IS 'The letters of a text, with those taken apart that Unicode folds into several.';

CREATE FUNCTION public.folded(name text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (octet_length(name) = char_length(name)) THEN (lower((name COLLATE "C")) COLLATE "default") ELSE NORMALIZE(translate((lower((CASE WHEN (NORMALIZE(name, NFC) ~ '[ßİŉǰΐΰևẖẗẘẙẚẞὐὒὔὖᾀᾁᾂᾃᾄᾅᾆᾇᾈᾉᾊᾋᾌᾍᾎᾏᾐᾑᾒᾓᾔᾕᾖᾗᾘᾙᾚᾛᾜᾝᾞᾟᾠᾡᾢᾣᾤᾥᾦᾧᾨᾩᾪᾫᾬᾭᾮᾯᾲᾳᾴᾶᾷᾼῂῃῄῆῇῌῒῖῗῢῤῦῧῲῳῴῶῷῼﬀﬁﬂﬃﬄﬅﬆﬓﬔﬕﬖﬗ]'::text) THEN public.letters_taken_apart(NORMALIZE(name, NFC)) ELSE NORMALIZE(name, NFC) END COLLATE "C")) COLLATE "default"), 'µÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮĲĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽſƁƂƄƆƇƉƊƋƎƏƐƑƓƔƖƗƘƜƝƟƠƢƤƦƧƩƬƮƯƱƲƳƵƷƸƼǄǅǇǈǊǋǍǏǑǓǕǗǙǛǞǠǢǤǦǨǪǬǮǱǲǴǶǷǸǺǼǾȀȂȄȆȈȊȌȎȐȒȔȖȘȚȜȞȠȢȤȦȨȪȬȮȰȲȺȻȽȾɁɃɄɅɆɈɊɌɎͅͰͲͶͿΆΈΉΊΌΎΏΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΪΫςϏϐϑϕϖϘϚϜϞϠϢϤϦϨϪϬϮϰϱϴϵϷϹϺϽϾϿЀЁЂЃЄЅІЇЈЉЊЋЌЍЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯѠѢѤѦѨѪѬѮѰѲѴѶѸѺѼѾҀҊҌҎҐҒҔҖҘҚҜҞҠҢҤҦҨҪҬҮҰҲҴҶҸҺҼҾӀӁӃӅӇӉӋӍӐӒӔӖӘӚӜӞӠӢӤӦӨӪӬӮӰӲӴӶӸӺӼӾԀԂԄԆԈԊԌԎԐԒԔԖԘԚԜԞԠԢԤԦԨԪԬԮԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖႠႡႢႣႤႥႦႧႨႩႪႫႬႭႮႯႰႱႲႳႴႵႶႷႸႹႺႻႼႽႾႿჀჁჂჃჄჅჇჍᏸᏹᏺᏻᏼᏽᲀᲁᲂᲃᲄᲅᲆᲇᲈᲐᲑᲒᲓᲔᲕᲖᲗᲘᲙᲚᲛᲜᲝᲞᲟᲠᲡᲢᲣᲤᲥᲦᲧᲨᲩᲪᲫᲬᲭᲮᲯᲰᲱᲲᲳᲴᲵᲶᲷᲸᲹᲺᲽᲾᲿḀḂḄḆḈḊḌḎḐḒḔḖḘḚḜḞḠḢḤḦḨḪḬḮḰḲḴḶḸḺḼḾṀṂṄṆṈṊṌṎṐṒṔṖṘṚṜṞṠṢṤṦṨṪṬṮṰṲṴṶṸṺṼṾẀẂẄẆẈẊẌẎẐẒẔẛẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸỺỼỾἈἉἊἋἌἍἎἏἘἙἚἛἜἝἨἩἪἫἬἭἮἯἸἹἺἻἼἽἾἿὈὉὊὋὌὍὙὛὝὟὨὩὪὫὬὭὮὯᾸᾹᾺῈῊῘῙῚῨῩῪῬῸῺℲⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅬⅭⅮⅯↃⒶⒷⒸⒹⒺⒻⒼⒽⒾⒿⓀⓁⓂⓃⓄⓅⓆⓇⓈⓉⓊⓋⓌⓍⓎⓏⰀⰁⰂⰃⰄⰅⰆⰇⰈⰉⰊⰋⰌⰍⰎⰏⰐⰑⰒⰓⰔⰕⰖⰗⰘⰙⰚⰛⰜⰝⰞⰟⰠⰡⰢⰣⰤⰥⰦⰧⰨⰩⰪⰫⰬⰭⰮⰯⱠⱢⱣⱤⱧⱩⱫⱭⱮⱯⱰⱲⱵⱾⱿⲀⲂⲄⲆⲈⲊⲌⲎⲐⲒⲔⲖⲘⲚⲜⲞⲠⲢⲤⲦⲨⲪⲬⲮⲰⲲⲴⲶⲸⲺⲼⲾⳀⳂⳄⳆⳈⳊⳌⳎⳐⳒⳔⳖⳘⳚⳜⳞⳠⳢⳫⳭⳲꙀꙂꙄꙆꙈꙊꙌꙎꙐꙒꙔꙖꙘꙚꙜꙞꙠꙢꙤꙦꙨꙪꙬꚀꚂꚄꚆꚈꚊꚌꚎꚐꚒꚔꚖꚘꚚꜢꜤꜦꜨꜪꜬꜮꜲꜴꜶꜸꜺꜼꜾꝀꝂꝄꝆꝈꝊꝌꝎꝐꝒꝔꝖꝘꝚꝜꝞꝠꝢꝤꝦꝨꝪꝬꝮꝹꝻꝽꝾꞀꞂꞄꞆꞋꞍꞐꞒꞖꞘꞚꞜꞞꞠꞢꞤꞦꞨꞪꞫꞬꞭꞮꞰꞱꞲꞳꞴꞶꞸꞺꞼꞾꟀꟂꟄꟅꟆꟇꟉꟐꟖꟘꟵꭰꭱꭲꭳꭴꭵꭶꭷꭸꭹꭺꭻꭼꭽꭾꭿꮀꮁꮂꮃꮄꮅꮆꮇꮈꮉꮊꮋꮌꮍꮎꮏꮐꮑꮒꮓꮔꮕꮖꮗꮘꮙꮚꮛꮜꮝꮞꮟꮠꮡꮢꮣꮤꮥꮦꮧꮨꮩꮪꮫꮬꮭꮮꮯꮰꮱꮲꮳꮴꮵꮶꮷꮸꮹꮺꮻꮼꮽꮾꮿＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ𐐀𐐁𐐂𐐃𐐄𐐅𐐆𐐇𐐈𐐉𐐊𐐋𐐌𐐍𐐎𐐏𐐐𐐑𐐒𐐓𐐔𐐕𐐖𐐗𐐘𐐙𐐚𐐛𐐜𐐝𐐞𐐟𐐠𐐡𐐢𐐣𐐤𐐥𐐦𐐧𐒰𐒱𐒲𐒳𐒴𐒵𐒶𐒷𐒸𐒹𐒺𐒻𐒼𐒽𐒾𐒿𐓀𐓁𐓂𐓃𐓄𐓅𐓆𐓇𐓈𐓉𐓊𐓋𐓌𐓍𐓎𐓏𐓐𐓑𐓒𐓓𐕰𐕱𐕲𐕳𐕴𐕵𐕶𐕷𐕸𐕹𐕺𐕼𐕽𐕾𐕿𐖀𐖁𐖂𐖃𐖄𐖅𐖆𐖇𐖈𐖉𐖊𐖌𐖍𐖎𐖏𐖐𐖑𐖒𐖔𐖕𐲀𐲁𐲂𐲃𐲄𐲅𐲆𐲇𐲈𐲉𐲊𐲋𐲌𐲍𐲎𐲏𐲐𐲑𐲒𐲓𐲔𐲕𐲖𐲗𐲘𐲙𐲚𐲛𐲜𐲝𐲞𐲟𐲠𐲡𐲢𐲣𐲤𐲥𐲦𐲧𐲨𐲩𐲪𐲫𐲬𐲭𐲮𐲯𐲰𐲱𐲲𑢠𑢡𑢢𑢣𑢤𑢥𑢦𑢧𑢨𑢩𑢪𑢫𑢬𑢭𑢮𑢯𑢰𑢱𑢲𑢳𑢴𑢵𑢶𑢷𑢸𑢹𑢺𑢻𑢼𑢽𑢾𑢿𖹀𖹁𖹂𖹃𖹄𖹅𖹆𖹇𖹈𖹉𖹊𖹋𖹌𖹍𖹎𖹏𖹐𖹑𖹒𖹓𖹔𖹕𖹖𖹗𖹘𖹙𖹚𖹛𖹜𖹝𖹞𖹟𞤀𞤁𞤂𞤃𞤄𞤅𞤆𞤇𞤈𞤉𞤊𞤋𞤌𞤍𞤎𞤏𞤐𞤑𞤒𞤓𞤔𞤕𞤖𞤗𞤘𞤙𞤚𞤛𞤜𞤝𞤞𞤟𞤠𞤡'::text, 'μàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįĳĵķĺļľŀłńņňŋōŏőœŕŗřśŝşšţťŧũūŭůűųŵŷÿźżžsɓƃƅɔƈɖɗƌǝəɛƒɠɣɩɨƙɯɲɵơƣƥʀƨʃƭʈưʊʋƴƶʒƹƽǆǆǉǉǌǌǎǐǒǔǖǘǚǜǟǡǣǥǧǩǫǭǯǳǳǵƕƿǹǻǽǿȁȃȅȇȉȋȍȏȑȓȕȗșțȝȟƞȣȥȧȩȫȭȯȱȳⱥȼƚⱦɂƀʉʌɇɉɋɍɏιͱͳͷϳάέήίόύώαβγδεζηθικλμνξοπρστυφχψωϊϋσϗβθφπϙϛϝϟϡϣϥϧϩϫϭϯκρθεϸϲϻͻͼͽѐёђѓєѕіїјљњћќѝўџабвгдежзийклмнопрстуфхцчшщъыьэюяѡѣѥѧѩѫѭѯѱѳѵѷѹѻѽѿҁҋҍҏґғҕҗҙқҝҟҡңҥҧҩҫҭүұҳҵҷҹһҽҿӏӂӄӆӈӊӌӎӑӓӕӗәӛӝӟӡӣӥӧөӫӭӯӱӳӵӷӹӻӽӿԁԃԅԇԉԋԍԏԑԓԕԗԙԛԝԟԡԣԥԧԩԫԭԯաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆⴀⴁⴂⴃⴄⴅⴆⴇⴈⴉⴊⴋⴌⴍⴎⴏⴐⴑⴒⴓⴔⴕⴖⴗⴘⴙⴚⴛⴜⴝⴞⴟⴠⴡⴢⴣⴤⴥⴧⴭᏰᏱᏲᏳᏴᏵвдосттъѣꙋაბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰჱჲჳჴჵჶჷჸჹჺჽჾჿḁḃḅḇḉḋḍḏḑḓḕḗḙḛḝḟḡḣḥḧḩḫḭḯḱḳḵḷḹḻḽḿṁṃṅṇṉṋṍṏṑṓṕṗṙṛṝṟṡṣṥṧṩṫṭṯṱṳṵṷṹṻṽṿẁẃẅẇẉẋẍẏẑẓẕṡạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹỻỽỿἀἁἂἃἄἅἆἇἐἑἒἓἔἕἠἡἢἣἤἥἦἧἰἱἲἳἴἵἶἷὀὁὂὃὄὅὑὓὕὗὠὡὢὣὤὥὦὧᾰᾱὰὲὴῐῑὶῠῡὺῥὸὼⅎⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅺⅻⅼⅽⅾⅿↄⓐⓑⓒⓓⓔⓕⓖⓗⓘⓙⓚⓛⓜⓝⓞⓟⓠⓡⓢⓣⓤⓥⓦⓧⓨⓩⰰⰱⰲⰳⰴⰵⰶⰷⰸⰹⰺⰻⰼⰽⰾⰿⱀⱁⱂⱃⱄⱅⱆⱇⱈⱉⱊⱋⱌⱍⱎⱏⱐⱑⱒⱓⱔⱕⱖⱗⱘⱙⱚⱛⱜⱝⱞⱟⱡɫᵽɽⱨⱪⱬɑɱɐɒⱳⱶȿɀⲁⲃⲅⲇⲉⲋⲍⲏⲑⲓⲕⲗⲙⲛⲝⲟⲡⲣⲥⲧⲩⲫⲭⲯⲱⲳⲵⲷⲹⲻⲽⲿⳁⳃⳅⳇⳉⳋⳍⳏⳑⳓⳕⳗⳙⳛⳝⳟⳡⳣⳬⳮⳳꙁꙃꙅꙇꙉꙋꙍꙏꙑꙓꙕꙗꙙꙛꙝꙟꙡꙣꙥꙧꙩꙫꙭꚁꚃꚅꚇꚉꚋꚍꚏꚑꚓꚕꚗꚙꚛꜣꜥꜧꜩꜫꜭꜯꜳꜵꜷꜹꜻꜽꜿꝁꝃꝅꝇꝉꝋꝍꝏꝑꝓꝕꝗꝙꝛꝝꝟꝡꝣꝥꝧꝩꝫꝭꝯꝺꝼᵹꝿꞁꞃꞅꞇꞌɥꞑꞓꞗꞙꞛꞝꞟꞡꞣꞥꞧꞩɦɜɡɬɪʞʇʝꭓꞵꞷꞹꞻꞽꞿꟁꟃꞔʂᶎꟈꟊꟑꟗꟙꟶᎠᎡᎢᎣᎤᎥᎦᎧᎨᎩᎪᎫᎬᎭᎮᎯᎰᎱᎲᎳᎴᎵᎶᎷᎸᎹᎺᎻᎼᎽᎾᎿᏀᏁᏂᏃᏄᏅᏆᏇᏈᏉᏊᏋᏌᏍᏎᏏᏐᏑᏒᏓᏔᏕᏖᏗᏘᏙᏚᏛᏜᏝᏞᏟᏠᏡᏢᏣᏤᏥᏦᏧᏨᏩᏪᏫᏬᏭᏮᏯａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ𐐨𐐩𐐪𐐫𐐬𐐭𐐮𐐯𐐰𐐱𐐲𐐳𐐴𐐵𐐶𐐷𐐸𐐹𐐺𐐻𐐼𐐽𐐾𐐿𐑀𐑁𐑂𐑃𐑄𐑅𐑆𐑇𐑈𐑉𐑊𐑋𐑌𐑍𐑎𐑏𐓘𐓙𐓚𐓛𐓜𐓝𐓞𐓟𐓠𐓡𐓢𐓣𐓤𐓥𐓦𐓧𐓨𐓩𐓪𐓫𐓬𐓭𐓮𐓯𐓰𐓱𐓲𐓳𐓴𐓵𐓶𐓷𐓸𐓹𐓺𐓻𐖗𐖘𐖙𐖚𐖛𐖜𐖝𐖞𐖟𐖠𐖡𐖣𐖤𐖥𐖦𐖧𐖨𐖩𐖪𐖫𐖬𐖭𐖮𐖯𐖰𐖱𐖳𐖴𐖵𐖶𐖷𐖸𐖹𐖻𐖼𐳀𐳁𐳂𐳃𐳄𐳅𐳆𐳇𐳈𐳉𐳊𐳋𐳌𐳍𐳎𐳏𐳐𐳑𐳒𐳓𐳔𐳕𐳖𐳗𐳘𐳙𐳚𐳛𐳜𐳝𐳞𐳟𐳠𐳡𐳢𐳣𐳤𐳥𐳦𐳧𐳨𐳩𐳪𐳫𐳬𐳭𐳮𐳯𐳰𐳱𐳲𑣀𑣁𑣂𑣃𑣄𑣅𑣆𑣇𑣈𑣉𑣊𑣋𑣌𑣍𑣎𑣏𑣐𑣑𑣒𑣓𑣔𑣕𑣖𑣗𑣘𑣙𑣚𑣛𑣜𑣝𑣞𑣟𖹠𖹡𖹢𖹣𖹤𖹥𖹦𖹧𖹨𖹩𖹪𖹫𖹬𖹭𖹮𖹯𖹰𖹱𖹲𖹳𖹴𖹵𖹶𖹷𖹸𖹹𖹺𖹻𖹼𖹽𖹾𖹿𞤢𞤣𞤤𞤥𞤦𞤧𞤨𞤩𞤪𞤫𞤬𞤭𞤮𞤯𞤰𞤱𞤲𞤳𞤴𞤵𞤶𞤷𞤸𞤹𞤺𞤻𞤼𞤽𞤾𞤿𞥀𞥁𞥂𞥃'::text), NFC) END;

COMMENT ON FUNCTION public.folded(name text) IS 'What names are compared by: two with the same result are one name.';

CREATE TABLE public.users (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    email text NOT NULL,
    address_key uuid GENERATED ALWAYS AS ((md5(public.folded(email)))::uuid) STORED NOT NULL,
    display_name text,
    cognito_sub text,
    base_currency text DEFAULT 'USD'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    month_begins integer DEFAULT 1 NOT NULL,
    CONSTRAINT base_currency_is_three_capital_letters CHECK ((base_currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT cognito_sub_is_1_to_200_characters CHECK (((char_length(cognito_sub) >= 1) AND (char_length(cognito_sub) <= 200))),
    CONSTRAINT display_name_is_1_to_200_characters CHECK (((char_length(btrim(display_name)) >= 1) AND (char_length(display_name) <= 200))),
    CONSTRAINT email_has_no_spaces_around_it CHECK ((email = btrim(email))),
    CONSTRAINT email_is_1_to_320_characters CHECK (((char_length(email) >= 1) AND (char_length(email) <= 320))),
    CONSTRAINT month_begins_between_1_and_31 CHECK (((month_begins >= 1) AND (month_begins <= 31))),
    CONSTRAINT nobody_has_the_nil_id CHECK ((id <> '00000000-0000-0000-0000-000000000000'::uuid))
);
ALTER TABLE ONLY public.users ALTER COLUMN email SET STATISTICS 0;
ALTER TABLE ONLY public.users ALTER COLUMN display_name SET STATISTICS 0;
ALTER TABLE ONLY public.users ALTER COLUMN cognito_sub SET STATISTICS 0;
ALTER TABLE ONLY public.users ALTER COLUMN base_currency SET STATISTICS 0;
ALTER TABLE ONLY public.users ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.users ALTER COLUMN updated_at SET STATISTICS 0;
ALTER TABLE ONLY public.users ALTER COLUMN month_begins SET STATISTICS 0;

ALTER TABLE ONLY public.users FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.users IS 'Whose books there are: a row for each person.';

COMMENT ON COLUMN public.users.id IS 'What the user is known by: user_id elsewhere.';

COMMENT ON COLUMN public.users.email IS 'The address by which they are named.';

COMMENT ON COLUMN public.users.address_key IS 'What an address is found by, generated from it.';

COMMENT ON COLUMN public.users.display_name IS 'Their name as it is shown; null for none.';

COMMENT ON COLUMN public.users.cognito_sub IS 'Their account in Amazon Cognito; null for none.';

COMMENT ON COLUMN public.users.base_currency IS 'The currency that they keep books in, an ISO 4217 code.';

COMMENT ON COLUMN public.users.created_at IS 'When the row was added.';

COMMENT ON COLUMN public.users.updated_at IS 'When the row was last changed, kept by a trigger.';

COMMENT ON COLUMN public.users.month_begins IS 'The day of the month before with which a month of incomes and expenses begins, 1 to 31; 1: the calendar''s month.';

CREATE FUNCTION public.acts_for_the_owner() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (SELECT pg_has_role(CURRENT_USER, pg_class.relowner, 'USAGE'::text) AS pg_has_role FROM pg_class WHERE (pg_class.oid = ('public.users'::regclass)::oid));

COMMENT ON FUNCTION public.acts_for_the_owner() IS 'Whether this runs with the rights of the owner of the tables.';

CREATE FUNCTION public.inverse_of(rate numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN trim_scale(round(((1)::numeric(60,48) / rate), 42));

COMMENT ON FUNCTION public.inverse_of(rate numeric) IS 'A rate the other way round.';

CREATE FUNCTION public.converted(amount numeric, rate numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN round(CASE WHEN (rate = round(rate, 12)) THEN (amount * rate) WHEN (rate = public.inverse_of(NULLIF(round(public.inverse_of(rate), 12), (0)::numeric))) THEN ((amount)::numeric(72,40) / round(public.inverse_of(rate), 12)) ELSE (amount * rate) END, 4);

COMMENT ON FUNCTION public.converted(amount numeric, rate numeric) IS 'An amount in another currency at a rate, with four decimals.';

CREATE FUNCTION public.first_of_month(year integer, month integer) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN make_date(LEAST(GREATEST(year, 2000), 2100), LEAST(GREATEST(month, 1), 12), 1);

COMMENT ON FUNCTION public.first_of_month(year integer, month integer) IS 'The first day of a month, from its year and its number.';

CREATE FUNCTION public.month_of(day date) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (EXTRACT(month FROM day))::integer;

COMMENT ON FUNCTION public.month_of(day date) IS 'The month of a day as a number, 1 to 12.';

CREATE FUNCTION public.year_of(day date) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (EXTRACT(year FROM day))::integer;

COMMENT ON FUNCTION public.year_of(day date) IS 'The year of a day.';

CREATE TABLE public.asset_inputs (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    asset_id uuid NOT NULL,
    year integer NOT NULL,
    month integer NOT NULL,
    period date GENERATED ALWAYS AS (public.first_of_month(year, month)) STORED NOT NULL,
    total numeric(24,4) NOT NULL,
    native_amount numeric(24,4),
    currency text,
    rate numeric,
    contribution numeric(24,4),
    notes text,
    carried boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    import_id uuid,
    quantity numeric,
    price numeric,
    CONSTRAINT contribution_is_a_number CHECK ((contribution <> 'NaN'::numeric)),
    CONSTRAINT currency_is_three_capital_letters CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT month_between_1_and_12 CHECK (((month >= 1) AND (month <= 12))),
    CONSTRAINT native_amount_currency_and_rate_go_together CHECK ((num_nulls(native_amount, currency, rate) = ANY (ARRAY[0, 3]))),
    CONSTRAINT native_amount_is_a_number CHECK ((native_amount <> 'NaN'::numeric)),
    CONSTRAINT native_amount_is_quantity_times_price CHECK ((abs((native_amount - (quantity * COALESCE(price, (0)::numeric)))) <= 0.0001)),
    CONSTRAINT notes_are_at_most_2000_characters CHECK ((char_length(notes) <= 2000)),
    CONSTRAINT price_is_above_zero CHECK (((price > (0)::numeric) AND (price = round(price, 40)) AND (price < '1000000000000000000000000000000'::numeric))),
    CONSTRAINT quantity_has_a_price_unless_it_is_zero CHECK ((((price IS NULL) OR (quantity IS NOT NULL)) AND ((price IS NOT NULL) OR (COALESCE(quantity, (0)::numeric) = (0)::numeric)))),
    CONSTRAINT quantity_is_a_number CHECK (((quantity = round(quantity, 40)) AND (abs(quantity) < '1000000000000000000000000000000'::numeric))),
    CONSTRAINT rate_has_at_most_42_decimals CHECK ((rate = round(rate, 42))),
    CONSTRAINT rate_is_above_zero CHECK (((rate > (0)::numeric) AND (rate <> 'NaN'::numeric))),
    CONSTRAINT total_is_a_number CHECK ((total <> 'NaN'::numeric)),
    CONSTRAINT total_is_native_amount_times_rate CHECK (((quantity IS NOT NULL) OR (total = public.converted(native_amount, rate)))),
    CONSTRAINT total_is_quantity_times_price CHECK ((abs((total - ((quantity * COALESCE(price, (0)::numeric)) * COALESCE(rate, (1)::numeric)))) <= 0.0001)),
    CONSTRAINT year_between_2000_and_2100 CHECK (((year >= 2000) AND (year <= 2100)))
);
ALTER TABLE ONLY public.asset_inputs ALTER COLUMN period SET STATISTICS 0;
ALTER TABLE ONLY public.asset_inputs ALTER COLUMN total SET STATISTICS 0;
ALTER TABLE ONLY public.asset_inputs ALTER COLUMN native_amount SET STATISTICS 0;
ALTER TABLE ONLY public.asset_inputs ALTER COLUMN currency SET STATISTICS 0;
ALTER TABLE ONLY public.asset_inputs ALTER COLUMN rate SET STATISTICS 0;
ALTER TABLE ONLY public.asset_inputs ALTER COLUMN contribution SET STATISTICS 0;
ALTER TABLE ONLY public.asset_inputs ALTER COLUMN notes SET STATISTICS 0;
ALTER TABLE ONLY public.asset_inputs ALTER COLUMN carried SET STATISTICS 0;
ALTER TABLE ONLY public.asset_inputs ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.asset_inputs ALTER COLUMN updated_at SET STATISTICS 0;
ALTER TABLE ONLY public.asset_inputs ALTER COLUMN quantity SET STATISTICS 0;
ALTER TABLE ONLY public.asset_inputs ALTER COLUMN price SET STATISTICS 0;

ALTER TABLE ONLY public.asset_inputs FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.asset_inputs IS 'What each asset was worth at the end of a month: at most one value a month.';

COMMENT ON COLUMN public.asset_inputs.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.asset_inputs.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.asset_inputs.asset_id IS 'The asset whose value it is.';

COMMENT ON COLUMN public.asset_inputs.year IS 'The year of the month, 2000 to 2100.';

COMMENT ON COLUMN public.asset_inputs.month IS 'The month of the year, 1 to 12.';

COMMENT ON COLUMN public.asset_inputs.period IS 'The first day of the month, generated from year and month.';

COMMENT ON COLUMN public.asset_inputs.total IS 'The value; below zero for what is owed, so that the sum is the net worth.';

COMMENT ON COLUMN public.asset_inputs.native_amount IS 'The value in another currency, with the sign of total; null for a value in the base currency.';

COMMENT ON COLUMN public.asset_inputs.currency IS 'That other currency, an ISO 4217 code; null for the base currency.';

COMMENT ON COLUMN public.asset_inputs.rate IS 'What one unit of that currency costs in the base currency, frozen with the value; null for the base currency.';

COMMENT ON COLUMN public.asset_inputs.contribution IS 'How much of it was put in that month, of a debt paid off, below zero taken out; null where nothing says so.';

COMMENT ON COLUMN public.asset_inputs.notes IS 'A remark kept with it.';

COMMENT ON COLUMN public.asset_inputs.carried IS 'Whether it was copied forward from an earlier month and not looked up.';

COMMENT ON COLUMN public.asset_inputs.created_at IS 'When the row was added.';

COMMENT ON COLUMN public.asset_inputs.updated_at IS 'When the row was last changed, kept by a trigger.';

COMMENT ON COLUMN public.asset_inputs.import_id IS 'The file whose balance it was read from; null for what was typed.';

COMMENT ON COLUMN public.asset_inputs.quantity IS 'How many there were at the end of the month, before later splits; below zero of what is owed; else null.';

COMMENT ON COLUMN public.asset_inputs.price IS 'What each of them cost, in the currency of the asset; null where the value itself was typed.';

CREATE TABLE public.assets (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    category_id uuid NOT NULL,
    asset_name text NOT NULL,
    ticker text,
    currency text,
    market_cap numeric(24,4),
    market_cap_source text,
    market_cap_synced_at timestamp with time zone,
    sub_target_pct numeric(9,6),
    locked boolean DEFAULT false NOT NULL,
    closed_on date,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    kept_by text,
    CONSTRAINT asset_is_kept_by_quantity_or_by_value CHECK ((kept_by = 'quantity'::text)),
    CONSTRAINT asset_name_has_no_spaces_around_it CHECK ((asset_name = btrim(asset_name))),
    CONSTRAINT asset_name_is_1_to_200_characters CHECK (((char_length(btrim(asset_name)) >= 1) AND (char_length(asset_name) <= 200))),
    CONSTRAINT currency_is_three_capital_letters CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT market_cap_is_not_negative CHECK (((market_cap >= (0)::numeric) AND (market_cap <> 'NaN'::numeric))),
    CONSTRAINT market_cap_source_is_1_to_200_characters CHECK (((char_length(market_cap_source) >= 1) AND (char_length(market_cap_source) <= 200))),
    CONSTRAINT sub_target_between_0_and_1 CHECK (((sub_target_pct >= (0)::numeric) AND (sub_target_pct <= (1)::numeric))),
    CONSTRAINT ticker_is_1_to_32_characters CHECK (((char_length(btrim(ticker)) >= 1) AND (char_length(ticker) <= 32)))
);
ALTER TABLE ONLY public.assets ALTER COLUMN asset_name SET STATISTICS 0;
ALTER TABLE ONLY public.assets ALTER COLUMN ticker SET STATISTICS 0;
ALTER TABLE ONLY public.assets ALTER COLUMN currency SET STATISTICS 0;
ALTER TABLE ONLY public.assets ALTER COLUMN market_cap SET STATISTICS 0;
ALTER TABLE ONLY public.assets ALTER COLUMN market_cap_source SET STATISTICS 0;
ALTER TABLE ONLY public.assets ALTER COLUMN market_cap_synced_at SET STATISTICS 0;
ALTER TABLE ONLY public.assets ALTER COLUMN sub_target_pct SET STATISTICS 0;
ALTER TABLE ONLY public.assets ALTER COLUMN locked SET STATISTICS 0;
ALTER TABLE ONLY public.assets ALTER COLUMN closed_on SET STATISTICS 0;
ALTER TABLE ONLY public.assets ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.assets ALTER COLUMN updated_at SET STATISTICS 0;
ALTER TABLE ONLY public.assets ALTER COLUMN kept_by SET STATISTICS 0;

ALTER TABLE ONLY public.assets FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.assets IS 'What is owned and what is owed: accounts, funds, a house, a mortgage.';

COMMENT ON COLUMN public.assets.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.assets.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.assets.category_id IS 'The category it is in, which says whether it is a debt.';

COMMENT ON COLUMN public.assets.asset_name IS 'Its name, which no other asset of the user has, whatever the case.';

COMMENT ON COLUMN public.assets.ticker IS 'The symbol it is traded under; null for none.';

COMMENT ON COLUMN public.assets.currency IS 'The currency its values are typed in; null for the base currency.';

COMMENT ON COLUMN public.assets.market_cap IS 'The newest market capitalisation on record; null for none.';

COMMENT ON COLUMN public.assets.market_cap_source IS 'Where the market capitalisation is from.';

COMMENT ON COLUMN public.assets.market_cap_synced_at IS 'When the market capitalisation was recorded.';

COMMENT ON COLUMN public.assets.sub_target_pct IS 'The newest target within its category, as a fraction; null for none. asset_targets has them by month.';

COMMENT ON COLUMN public.assets.locked IS 'Whether it is never sold: every plan keeps it as it is.';

COMMENT ON COLUMN public.assets.closed_on IS 'The day from whose month on it expects no value; null while it is open.';

COMMENT ON COLUMN public.assets.created_at IS 'When the row was added.';

COMMENT ON COLUMN public.assets.updated_at IS 'When the row was last changed, kept by a trigger.';

COMMENT ON COLUMN public.assets.kept_by IS 'quantity where its value follows from a quantity and a price; null where the value is typed.';

CREATE VIEW public.asset_spans WITH (security_invoker='true') AS
 SELECT assets.user_id,
    assets.id AS asset_id,
    assets.category_id,
    COALESCE(first_value.period, (date_trunc('month'::text, assets.created_at))::date) AS first_month,
    (date_trunc('month'::text, (assets.closed_on)::timestamp with time zone))::date AS closed_month
   FROM (public.assets
     LEFT JOIN LATERAL ( SELECT asset_inputs.period
           FROM public.asset_inputs
          WHERE ((asset_inputs.user_id = assets.user_id) AND (asset_inputs.asset_id = assets.id))
          ORDER BY asset_inputs.year, asset_inputs.month
         LIMIT 1) first_value ON (true));

COMMENT ON VIEW public.asset_spans IS 'The months in which each asset is expected to have a value.';

COMMENT ON COLUMN public.asset_spans.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.asset_spans.asset_id IS 'The asset.';

COMMENT ON COLUMN public.asset_spans.category_id IS 'The category it is in.';

COMMENT ON COLUMN public.asset_spans.first_month IS 'The month of its first value; where it has none yet, the month in which it was added.';

COMMENT ON COLUMN public.asset_spans.closed_month IS 'The first month that expects no value any more; null while it is open.';

CREATE FUNCTION public.asset_changes(of_user uuid, from_month date, to_month date) RETURNS TABLE(month date, asset_id uuid, category_id uuid, carried boolean, value numeric, before numeric, has_before boolean, change numeric, base numeric, new numeric, gone numeric, missing_change numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 WITH inputs AS MATERIALIZED (
          SELECT asset_inputs.asset_id,
             public.first_of_month(asset_inputs.year, asset_inputs.month) AS month,
             ((public.first_of_month(asset_inputs.year, asset_inputs.month) + '1 mon'::interval))::date AS next_month,
             asset_inputs.total,
             asset_inputs.contribution,
             asset_inputs.carried
            FROM public.asset_inputs
           WHERE ((asset_inputs.user_id = asset_changes.of_user) AND ((ROW(asset_inputs.year, asset_inputs.month) >= ROW(public.year_of((asset_changes.from_month - 1)), public.month_of((asset_changes.from_month - 1)))) AND (ROW(asset_inputs.year, asset_inputs.month) <= ROW(public.year_of(asset_changes.to_month), public.month_of(asset_changes.to_month)))))
         ), held AS (
          SELECT inputs.month,
             inputs.next_month
            FROM inputs
           GROUP BY inputs.month, inputs.next_month
         ), sides AS (
          SELECT COALESCE(present.month, past.next_month) AS month,
             COALESCE(present.asset_id, past.asset_id) AS asset_id,
             COALESCE(present.carried, false) AS carried,
             present.total AS value,
             present.contribution,
             past.total AS before
            FROM (inputs present
              FULL JOIN inputs past ON (((past.asset_id = present.asset_id) AND (past.next_month = present.month))))
         )
  SELECT sides.month,
     sides.asset_id,
     spans.category_id,
     sides.carried,
     sides.value,
     sides.before,
     (earlier.month IS NOT NULL) AS has_before,
         CASE
             WHEN (known.side = 'both'::text) THEN (sides.value - sides.before)
             WHEN (known.side = 'begun'::text) THEN sides.value
             ELSE NULL::numeric
         END AS change,
         CASE
             WHEN (known.side = 'both'::text) THEN sides.before
             ELSE NULL::numeric
         END AS base,
         CASE
             WHEN (known.side = 'new'::text) THEN sides.value
             ELSE NULL::numeric
         END AS new,
         CASE
             WHEN (known.side = 'gone'::text) THEN sides.before
             ELSE NULL::numeric
         END AS gone,
         CASE
             WHEN (known.side = 'missing'::text) THEN COALESCE(sides.value, (- sides.before))
             ELSE NULL::numeric
         END AS missing_change
    FROM ((((sides
      JOIN held ON ((held.month = sides.month)))
      JOIN public.asset_spans spans ON (((spans.user_id = asset_changes.of_user) AND (spans.asset_id = sides.asset_id))))
      LEFT JOIN held earlier ON ((earlier.next_month = sides.month)))
      CROSS JOIN LATERAL ( SELECT
                 CASE
                     WHEN (earlier.month IS NULL) THEN NULL::text
                     WHEN ((sides.value IS NOT NULL) AND (sides.before IS NOT NULL)) THEN 'both'::text
                     WHEN ((sides.value IS NULL) AND (spans.closed_month <= sides.month)) THEN 'gone'::text
                     WHEN (sides.value IS NULL) THEN 'missing'::text
                     WHEN ((spans.first_month <= earlier.month) AND COALESCE((spans.closed_month > earlier.month), true)) THEN 'missing'::text
                     WHEN (sides.contribution IS NOT NULL) THEN 'begun'::text
                     ELSE 'new'::text
                 END AS side) known)
   WHERE ((sides.month >= asset_changes.from_month) AND (sides.month <= asset_changes.to_month));
END;

COMMENT ON FUNCTION public.asset_changes(of_user uuid, from_month date, to_month date) IS 'How each asset and debt of a user changed in each of some months, of what both months know, and what stands apart.';

CREATE FUNCTION public.asset_mix(of_user uuid, of_month date) RETURNS TABLE(category_id uuid, asset_id uuid, value numeric, carried boolean, share numeric, target numeric, share_within numeric, is_open boolean, locked boolean, part numeric, kept numeric, category_value numeric, category_target numeric, base numeric)
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RETURN QUERY
    WITH categories AS (
        SELECT
            mix.category_id,
            mix.value,
            mix.share,
            mix.target,
            mix.share_within,
            mix.base,
            mix.whole
        FROM public.category_mix(of_user, of_month) AS mix
    ),
    members AS (
        SELECT
            assets.category_id,
            assets.id AS asset_id,
            assets.locked,
            asset_inputs.total AS value,
            asset_inputs.carried,
            open.is_open,
            CASE WHEN open.is_open THEN parts.target_pct END AS part,
            lower(assets.asset_name) AS name
        FROM public.assets
        JOIN public.asset_categories
            ON asset_categories.id = assets.category_id
            AND asset_categories.kind = 'asset'
        JOIN public.asset_spans
            ON asset_spans.user_id = of_user
            AND asset_spans.asset_id = assets.id
        CROSS JOIN LATERAL (
            SELECT coalesce(asset_spans.closed_month > of_month, true) AS is_open
        ) AS open
        LEFT JOIN public.asset_inputs
            ON asset_inputs.user_id = of_user
            AND asset_inputs.asset_id = assets.id
            AND asset_inputs.year = public.year_of(of_month)
            AND asset_inputs.month = public.month_of(of_month)
        LEFT JOIN public.asset_target_spans AS parts
            ON parts.user_id = of_user
            AND parts.asset_id = assets.id
            AND parts.first_month <= of_month
            AND coalesce(parts.next_month > of_month, true)
        WHERE
            assets.user_id = of_user
            AND (
                asset_inputs.id IS NOT NULL
                OR open.is_open
                AND (
                    asset_spans.first_month <= of_month
                    OR parts.target_pct IS NOT NULL
                    AND NOT EXISTS (
                        SELECT
                        FROM public.asset_inputs AS later
                        WHERE later.user_id = of_user AND later.asset_id = assets.id
                    )
                )
            )
    ),
    present AS (
        SELECT
            members.category_id,
            members.asset_id,
            members.locked,
            members.value,
            members.carried,
            members.is_open,
            members.part,
            members.name
        FROM members
        UNION ALL
        SELECT
            categories.category_id,
            NULL,
            false,
            0,
            false,
            true,
            NULL,
            NULL
        FROM categories
        WHERE
            categories.target IS NOT NULL
            AND categories.category_id NOT IN (SELECT members.category_id FROM members WHERE members.is_open)
    ),
    counted AS (
        SELECT
            present.category_id,
            present.asset_id,
            present.locked,
            present.value,
            present.carried,
            present.is_open,
            present.part,
            count(*) FILTER (WHERE present.is_open) OVER within AS open_ones,
            count(*) FILTER (WHERE present.is_open AND NOT present.locked) OVER within AS movable_ones,
            count(present.part) OVER within AS parts,
            coalesce(sum(present.value) FILTER (WHERE present.part IS NULL) OVER within, 0) AS without_part,
            coalesce(sum(present.value) FILTER (WHERE present.locked) OVER within, 0) AS locked_value,
            row_number() OVER (
                PARTITION BY present.category_id
                ORDER BY present.value DESC NULLS LAST, present.name, present.asset_id
            ) AS place
        FROM present
        WINDOW within AS (PARTITION BY present.category_id)
    ),
    meant AS (
        SELECT
            counted.category_id,
            counted.place,
            CASE
                WHEN NOT counted.is_open THEN NULL
                WHEN counted.open_ones = 1 THEN 1
                WHEN counted.parts > 0 THEN counted.part
                WHEN counted.movable_ones = 1 AND NOT counted.locked THEN 1
            END AS part,
            CASE
                WHEN counted.open_ones = 1 THEN 0
                WHEN counted.parts > 0 THEN counted.without_part
                ELSE counted.locked_value
            END AS kept
        FROM counted
    ),
    shared AS (
        SELECT
            counted.category_id,
            public.shares_of(
                array_agg(counted.value ORDER BY counted.place), max(categories.whole), max(categories.share)
            ) AS shares,
            public.shares_of(
                array_agg(counted.value ORDER BY counted.place), max(categories.base), max(categories.share_within)
            ) AS within
        FROM counted
        JOIN categories ON categories.category_id = counted.category_id
        GROUP BY counted.category_id
    )
    SELECT
        counted.category_id,
        counted.asset_id,
        counted.value,
        coalesce(counted.carried, false),
        shared.shares[counted.place],
        public.asset_target(meant.part, categories.target, meant.kept, categories.base),
        shared.within[counted.place],
        counted.is_open,
        counted.locked,
        CASE WHEN categories.target IS NOT NULL THEN meant.part END,
        meant.kept,
        coalesce(categories.value, 0),
        categories.target,
        categories.base
    FROM counted
    JOIN meant ON meant.category_id = counted.category_id AND meant.place = counted.place
    LEFT JOIN categories ON categories.category_id = counted.category_id
    LEFT JOIN shared ON shared.category_id = counted.category_id;
END
$$;

COMMENT ON FUNCTION public.asset_mix(of_user uuid, of_month date) IS 'The assets of a user in a month, with their shares and targets as fractions.';

CREATE FUNCTION public.share_of(part numeric, whole numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (whole > (0)::numeric) THEN round(((part * 1.000000000000) / whole), 6) ELSE NULL::numeric END;

COMMENT ON FUNCTION public.share_of(part numeric, whole numeric) IS 'A part as a fraction of a whole, with six decimals; null where the whole is nothing or less.';

CREATE FUNCTION public.asset_target(part numeric, target numeric, kept numeric, base numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN ((part = (1)::numeric) AND (kept = (0)::numeric)) THEN target WHEN (target IS NOT NULL) THEN public.share_of((part * GREATEST(((target * base) - kept), (0)::numeric)), base) ELSE NULL::numeric END;

COMMENT ON FUNCTION public.asset_target(part numeric, target numeric, kept numeric, base numeric) IS 'What an asset should be of a base, from its part of its category''s target and what is kept there.';

CREATE FUNCTION public.audit_differences(wanted_user uuid) RETURNS TABLE(table_name text, row_id text, problem text)
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET "TimeZone" TO 'UTC'
    SET bytea_output TO 'hex'
    AS $_$
DECLARE
    audited text;
BEGIN
    FOR audited IN
        SELECT relname::text
        FROM pg_trigger
        JOIN pg_class ON pg_class.oid = tgrelid
        WHERE tgfoid = 'public.keep_changes'::regproc
        UNION
        SELECT 'audit_events'
        ORDER BY 1
    LOOP
        RETURN QUERY EXECUTE format(
            $compare$
            WITH kept AS (
                SELECT DISTINCT ON (image ->> 'id')
                    image ->> 'id' AS id,  -- text, for what was put in by hand may be no uuid
                    CASE WHEN is_there THEN image END AS image
                FROM (
                    SELECT event_id, position, true AS is_there, jsonb_array_elements(after) AS image
                    FROM public.audit_changes
                    WHERE user_id = $1 AND table_name = %1$L AND after IS NOT NULL
                    UNION ALL
                    SELECT event_id, position, false AS is_there, jsonb_array_elements(before) AS image
                    FROM public.audit_changes
                    WHERE user_id = $1 AND table_name = %1$L AND before IS NOT NULL
                ) AS images
                LEFT JOIN public.audit_events AS sealed ON sealed.user_id = $1 AND sealed.id = images.event_id
                ORDER BY image ->> 'id', sealed.sequence DESC NULLS FIRST, position DESC, is_there DESC
            ),
            present AS (
                SELECT
                    live.id::text AS id,
                    to_jsonb(live) - '{period,updated_at}'::text[] AS image
                FROM public.%1$I AS live
                WHERE live.%2$I = $1 %3$s
            )
            SELECT
                %1$L,
                coalesce(kept.id, present.id),
                CASE
                    WHEN kept.image IS NULL THEN 'added'
                    WHEN present.image IS NULL THEN 'removed'
                    ELSE 'altered'
                END
            FROM kept
            FULL JOIN present ON present.id = kept.id
            WHERE
                kept.image IS DISTINCT FROM present.image  -- for most rows, all that is asked
                AND NOT public.images_agree(kept.image, present.image)
            ORDER BY 2
            $compare$,
            audited,
            CASE audited WHEN 'users' THEN 'id' ELSE 'user_id' END,
            CASE audited WHEN 'audit_events' THEN 'AND live.sequence IS NULL' ELSE '' END
        )
        USING wanted_user;
    END LOOP;
END
$_$;

COMMENT ON FUNCTION public.audit_differences(wanted_user uuid) IS 'Where a user''s rows are not as their audit left them.';

CREATE FUNCTION public.average_of(total numeric, months bigint) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (months > 0) THEN round(((total * 1.000000000000) / (months)::numeric), 4) ELSE NULL::numeric END;

COMMENT ON FUNCTION public.average_of(total numeric, months bigint) IS 'An amount spread over so many months, with four decimals; null for no months.';

CREATE TABLE public.import_rows (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    import_id uuid NOT NULL,
    source_id uuid NOT NULL,
    line integer NOT NULL,
    day date NOT NULL,
    value_day date,
    amount numeric(24,4) NOT NULL,
    text text NOT NULL,
    bank_id text,
    counter_account text,
    balance numeric(24,4),
    category text,
    key uuid NOT NULL,
    occurrence integer NOT NULL,
    decision text NOT NULL,
    decided_by text,
    because text,
    asset_id uuid,
    contributed numeric(24,4),
    pair_id uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT amount_is_a_number CHECK ((amount <> 'NaN'::numeric)),
    CONSTRAINT balance_is_a_number CHECK ((balance <> 'NaN'::numeric)),
    CONSTRAINT bank_category_is_1_to_255_characters CHECK (((char_length(category) >= 1) AND (char_length(category) <= 255))),
    CONSTRAINT bank_id_is_1_to_255_characters CHECK (((char_length(bank_id) >= 1) AND (char_length(bank_id) <= 255))),
    CONSTRAINT bank_text_is_at_most_2000_characters CHECK ((char_length(text) <= 2000)),
    CONSTRAINT because_is_at_most_2000_characters CHECK ((char_length(because) <= 2000)),
    CONSTRAINT contribution_is_into_an_asset CHECK (((contributed <> 'NaN'::numeric) AND (num_nonnulls(asset_id, contributed) = (2 * ((decision = 'contribution'::text))::integer)))),
    CONSTRAINT counter_account_is_capitals_and_digits CHECK ((counter_account ~ '^[A-Z0-9*]{1,64}$'::text)),
    CONSTRAINT day_between_2000_and_2100 CHECK (((day >= '2000-01-01'::date) AND (day <= '2100-12-31'::date))),
    CONSTRAINT decision_is_known CHECK ((decision = ANY (ARRAY['waits'::text, 'category'::text, 'ignored'::text, 'transfer'::text, 'contribution'::text]))),
    CONSTRAINT line_is_1_or_more CHECK ((line >= 1)),
    CONSTRAINT occurrence_is_1_or_more CHECK ((occurrence >= 1)),
    CONSTRAINT pair_is_another_row CHECK ((pair_id <> id)),
    CONSTRAINT pair_is_of_a_transfer CHECK (((pair_id IS NULL) OR (decision = 'transfer'::text))),
    CONSTRAINT who_decided_is_known CHECK (((decided_by = ANY (ARRAY['rule'::text, 'hand'::text, 'twin'::text, 'account'::text, 'file'::text])) AND ((decision = 'waits'::text) = (decided_by IS NULL))))
);
ALTER TABLE ONLY public.import_rows ALTER COLUMN day SET STATISTICS 0;
ALTER TABLE ONLY public.import_rows ALTER COLUMN value_day SET STATISTICS 0;
ALTER TABLE ONLY public.import_rows ALTER COLUMN amount SET STATISTICS 0;
ALTER TABLE ONLY public.import_rows ALTER COLUMN text SET STATISTICS 0;
ALTER TABLE ONLY public.import_rows ALTER COLUMN bank_id SET STATISTICS 0;
ALTER TABLE ONLY public.import_rows ALTER COLUMN counter_account SET STATISTICS 0;
ALTER TABLE ONLY public.import_rows ALTER COLUMN balance SET STATISTICS 0;
ALTER TABLE ONLY public.import_rows ALTER COLUMN category SET STATISTICS 0;
ALTER TABLE ONLY public.import_rows ALTER COLUMN decision SET STATISTICS 0;
ALTER TABLE ONLY public.import_rows ALTER COLUMN decided_by SET STATISTICS 0;
ALTER TABLE ONLY public.import_rows ALTER COLUMN because SET STATISTICS 0;
ALTER TABLE ONLY public.import_rows ALTER COLUMN contributed SET STATISTICS 0;
ALTER TABLE ONLY public.import_rows ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.import_rows ALTER COLUMN updated_at SET STATISTICS 0;

ALTER TABLE ONLY public.import_rows FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.import_rows IS 'The rows of a bank''s files in the bank''s own words, and what became of each.';

COMMENT ON COLUMN public.import_rows.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.import_rows.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.import_rows.import_id IS 'The file that brought it first.';

COMMENT ON COLUMN public.import_rows.source_id IS 'The source it is of.';

COMMENT ON COLUMN public.import_rows.line IS 'Its line in that file.';

COMMENT ON COLUMN public.import_rows.day IS 'The day on which it was booked.';

COMMENT ON COLUMN public.import_rows.value_day IS 'The day from which on it counts; null for the same day.';

COMMENT ON COLUMN public.import_rows.amount IS 'How much, in the source''s currency; below zero for what went out.';

COMMENT ON COLUMN public.import_rows.text IS 'What the bank says of it.';

COMMENT ON COLUMN public.import_rows.bank_id IS 'The bank''s own id of it; null where it gives none.';

COMMENT ON COLUMN public.import_rows.counter_account IS 'The account it went to or came from; null where none is named.';

COMMENT ON COLUMN public.import_rows.balance IS 'The balance after it, in the source''s currency; null where none is said.';

COMMENT ON COLUMN public.import_rows.category IS 'The category that the file itself names; null for none.';

COMMENT ON COLUMN public.import_rows.key IS 'What it is recognised by in another file: its day, its amount, and its id or text.';

COMMENT ON COLUMN public.import_rows.occurrence IS 'Its number among the rows of that key, from 1.';

COMMENT ON COLUMN public.import_rows.decision IS 'What became of it: waits, category, ignored, transfer or contribution.';

COMMENT ON COLUMN public.import_rows.decided_by IS 'Who decided: rule, hand, twin, account or file; null while it waits.';

COMMENT ON COLUMN public.import_rows.because IS 'Why, in words, as it was then; null where there is nothing to say.';

COMMENT ON COLUMN public.import_rows.asset_id IS 'Of a contribution: the asset that it was put into.';

COMMENT ON COLUMN public.import_rows.contributed IS 'Of a contribution: how much, in the base currency; below zero taken out.';

COMMENT ON COLUMN public.import_rows.pair_id IS 'Of a transfer: the row of its other side; null where that is not on record.';

COMMENT ON COLUMN public.import_rows.created_at IS 'When the row was added.';

COMMENT ON COLUMN public.import_rows.updated_at IS 'When the row was last changed, kept by a trigger.';

CREATE FUNCTION public.bank_contributions(of_user uuid, of_asset uuid, since date, before date) RETURNS TABLE(period date, amount numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT public.first_of_month(public.year_of(import_rows.day), public.month_of(import_rows.day)) AS period,
     import_rows.contributed AS amount
    FROM public.import_rows
   WHERE ((import_rows.user_id = bank_contributions.of_user) AND (import_rows.asset_id = bank_contributions.of_asset) AND (import_rows.day >= bank_contributions.since) AND (import_rows.day < bank_contributions.before));
END;

COMMENT ON FUNCTION public.bank_contributions(of_user uuid, of_asset uuid, since date, before date) IS 'What bank rows from a day on and before another put into a user''s asset, below zero took out.';

CREATE FUNCTION public.bank_row_key(day date, amount numeric, bank_id text, text text) RETURNS uuid
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (md5(((((((day - '2000-01-01'::date))::text || '|'::text) || (trim_scale(amount))::text) || '|'::text) || COALESCE(('#'::text || bank_id), upper((regexp_replace(text, '[^A-Za-z0-9]+'::text, ''::text, 'g'::text) COLLATE "C"))))))::uuid;

COMMENT ON FUNCTION public.bank_row_key(day date, amount numeric, bank_id text, text text) IS 'What tells a bank''s row from another: its day, its amount, and its id or text.';

CREATE FUNCTION public.begin_target_set() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    INSERT INTO public.target_sets (user_id, year, month)
    VALUES (NEW.user_id, NEW.year, NEW.month)
    ON CONFLICT (user_id, year, month) DO NOTHING;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.next_carry(policy text, carry_floor numeric, carry_cap numeric, left_over numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE policy WHEN 'carry'::text THEN LEAST(GREATEST(left_over, carry_floor), carry_cap) ELSE (0)::numeric END;

COMMENT ON FUNCTION public.next_carry(policy text, carry_floor numeric, carry_cap numeric, left_over numeric) IS 'What the next month carries by a policy and its bounds, from what is left over.';

CREATE FUNCTION public.left_over_on(left_over numeric, follows boolean, policy text, carry_floor numeric, carry_cap numeric, budget numeric, spent numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ((budget - spent) + CASE WHEN follows THEN public.next_carry(policy, carry_floor, carry_cap, left_over) ELSE (0)::numeric END);

COMMENT ON FUNCTION public.left_over_on(left_over numeric, follows boolean, policy text, carry_floor numeric, carry_cap numeric, budget numeric, spent numeric) IS 'What is left over of a month, from what is left over of the month before.';

CREATE TABLE public.budget_moves (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    year integer NOT NULL,
    month integer NOT NULL,
    period date GENERATED ALWAYS AS (public.first_of_month(year, month)) STORED NOT NULL,
    from_category_id uuid NOT NULL,
    to_category_id uuid NOT NULL,
    amount numeric(24,4) NOT NULL,
    description text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT description_is_at_most_2000_characters CHECK ((char_length(description) <= 2000)),
    CONSTRAINT month_between_1_and_12 CHECK (((month >= 1) AND (month <= 12))),
    CONSTRAINT move_amount_is_above_zero CHECK (((amount > (0)::numeric) AND (amount <> 'NaN'::numeric))),
    CONSTRAINT move_is_between_two_categories CHECK ((from_category_id <> to_category_id)),
    CONSTRAINT year_between_2000_and_2100 CHECK (((year >= 2000) AND (year <= 2100)))
);
ALTER TABLE ONLY public.budget_moves ALTER COLUMN period SET STATISTICS 0;
ALTER TABLE ONLY public.budget_moves ALTER COLUMN amount SET STATISTICS 0;
ALTER TABLE ONLY public.budget_moves ALTER COLUMN description SET STATISTICS 0;
ALTER TABLE ONLY public.budget_moves ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.budget_moves ALTER COLUMN updated_at SET STATISTICS 0;

ALTER TABLE ONLY public.budget_moves FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.budget_moves IS 'Money moved from the budget of one category to that of another, in one month and for that month alone.';

COMMENT ON COLUMN public.budget_moves.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.budget_moves.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.budget_moves.year IS 'The year of the month, 2000 to 2100.';

COMMENT ON COLUMN public.budget_moves.month IS 'The month, 1 to 12.';

COMMENT ON COLUMN public.budget_moves.period IS 'The first day of the month, generated from year and month.';

COMMENT ON COLUMN public.budget_moves.from_category_id IS 'The category of expenses that may cost less in the month.';

COMMENT ON COLUMN public.budget_moves.to_category_id IS 'The category of expenses that may cost more in the month.';

COMMENT ON COLUMN public.budget_moves.amount IS 'How much was moved, above zero.';

COMMENT ON COLUMN public.budget_moves.description IS 'A remark of a person; null for none.';

COMMENT ON COLUMN public.budget_moves.created_at IS 'When the row was added.';

COMMENT ON COLUMN public.budget_moves.updated_at IS 'When the row was last changed, kept by a trigger.';

CREATE FUNCTION public.moved_into(of_user uuid, of_category uuid, of_year integer, of_month integer) RETURNS TABLE(moved numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT COALESCE(sum(
         CASE
             WHEN (budget_moves.to_category_id = moved_into.of_category) THEN budget_moves.amount
             ELSE (- budget_moves.amount)
         END), (0)::numeric) AS moved
    FROM public.budget_moves
   WHERE ((budget_moves.user_id = moved_into.of_user) AND (budget_moves.year = moved_into.of_year) AND (budget_moves.month = moved_into.of_month) AND ((moved_into.of_category = budget_moves.from_category_id) OR (moved_into.of_category = budget_moves.to_category_id)));
END;

COMMENT ON FUNCTION public.moved_into(of_user uuid, of_category uuid, of_year integer, of_month integer) IS 'What was moved into a category''s budget of a month, less what was moved out of it.';

CREATE FUNCTION public.next_budget(policy text, planned numeric, available numeric, moved numeric, spent numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE policy WHEN 'adjust'::text THEN ((available - moved) + (available - spent)) ELSE planned END;

COMMENT ON FUNCTION public.next_budget(policy text, planned numeric, available numeric, moved numeric, spent numeric) IS 'The next month''s budget by a policy, from what was planned, available, moved and spent.';

CREATE FUNCTION public.rolled_on(available numeric, starts boolean, policy text, carry_floor numeric, carry_cap numeric, calculated boolean, budget numeric, moved numeric, planned numeric, before_moved numeric, before_spent numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN starts THEN budget ELSE (CASE WHEN calculated THEN (public.next_budget(policy, planned, available, before_moved, before_spent) + moved) ELSE budget END + public.next_carry(policy, carry_floor, carry_cap, (available - before_spent))) END;

COMMENT ON FUNCTION public.rolled_on(available numeric, starts boolean, policy text, carry_floor numeric, carry_cap numeric, calculated boolean, budget numeric, moved numeric, planned numeric, before_moved numeric, before_spent numeric) IS 'What is available in a month, from what was available in the month before.';

CREATE AGGREGATE public.left_over_up_to(boolean, text, numeric, numeric, numeric, numeric) (
    SFUNC = public.left_over_on,
    STYPE = numeric,
    PARALLEL = safe
);

COMMENT ON AGGREGATE public.left_over_up_to(boolean, text, numeric, numeric, numeric, numeric) IS 'What is left over of a month, after all up to it.';

CREATE AGGREGATE public.rolled_up_to(boolean, text, numeric, numeric, boolean, numeric, numeric, numeric, numeric, numeric) (
    SFUNC = public.rolled_on,
    STYPE = numeric,
    PARALLEL = safe
);

COMMENT ON AGGREGATE public.rolled_up_to(boolean, text, numeric, numeric, boolean, numeric, numeric, numeric, numeric, numeric) IS 'What would be available in a month if all up to it were rolled now.';

CREATE TABLE public.budget_policies (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    category_id uuid NOT NULL,
    policy text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    carry_floor numeric(24,4),
    carry_cap numeric(24,4),
    CONSTRAINT bounds_are_of_carry CHECK (((num_nonnulls(carry_floor, carry_cap) = 0) OR (policy = 'carry'::text))),
    CONSTRAINT carry_cap_is_not_below_zero CHECK (((carry_cap >= (0)::numeric) AND (carry_cap <> 'NaN'::numeric))),
    CONSTRAINT carry_floor_is_not_above_zero CHECK (((carry_floor <= (0)::numeric) AND (carry_floor <> 'NaN'::numeric))),
    CONSTRAINT policy_is_adjust_carry_or_reset CHECK ((policy = ANY (ARRAY['adjust'::text, 'carry'::text, 'reset'::text])))
);
ALTER TABLE ONLY public.budget_policies ALTER COLUMN policy SET STATISTICS 0;
ALTER TABLE ONLY public.budget_policies ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.budget_policies ALTER COLUMN updated_at SET STATISTICS 0;
ALTER TABLE ONLY public.budget_policies ALTER COLUMN carry_floor SET STATISTICS 0;
ALTER TABLE ONLY public.budget_policies ALTER COLUMN carry_cap SET STATISTICS 0;

ALTER TABLE ONLY public.budget_policies FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.budget_policies IS 'How a category''s budgets are rolled forward, where that is not the default.';

COMMENT ON COLUMN public.budget_policies.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.budget_policies.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.budget_policies.category_id IS 'The category of expenses.';

COMMENT ON COLUMN public.budget_policies.policy IS 'adjust, carry or reset.';

COMMENT ON COLUMN public.budget_policies.created_at IS 'When the row was added.';

COMMENT ON COLUMN public.budget_policies.updated_at IS 'When the row was last changed, kept by a trigger.';

COMMENT ON COLUMN public.budget_policies.carry_floor IS 'The least that a month takes over from the one before, zero or below; null for no such bound.';

COMMENT ON COLUMN public.budget_policies.carry_cap IS 'The most that a month takes over from the one before, zero or above; null for no such bound.';

CREATE TABLE public.budgets (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    category_id uuid NOT NULL,
    year integer NOT NULL,
    month integer NOT NULL,
    period date GENERATED ALWAYS AS (public.first_of_month(year, month)) STORED NOT NULL,
    budget_amount numeric(24,4) NOT NULL,
    calculated boolean DEFAULT false NOT NULL,
    policy text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    carry_floor numeric(24,4),
    carry_cap numeric(24,4),
    CONSTRAINT bounds_are_of_carry CHECK (((num_nonnulls(carry_floor, carry_cap) = 0) OR (NOT (policy IS DISTINCT FROM 'carry'::text)))),
    CONSTRAINT budget_amount_is_a_number CHECK ((budget_amount <> 'NaN'::numeric)),
    CONSTRAINT carry_cap_is_not_below_zero CHECK (((carry_cap >= (0)::numeric) AND (carry_cap <> 'NaN'::numeric))),
    CONSTRAINT carry_floor_is_not_above_zero CHECK (((carry_floor <= (0)::numeric) AND (carry_floor <> 'NaN'::numeric))),
    CONSTRAINT month_between_1_and_12 CHECK (((month >= 1) AND (month <= 12))),
    CONSTRAINT policy_is_adjust_carry_or_reset CHECK ((policy = ANY (ARRAY['adjust'::text, 'carry'::text, 'reset'::text]))),
    CONSTRAINT year_between_2000_and_2100 CHECK (((year >= 2000) AND (year <= 2100)))
);
ALTER TABLE ONLY public.budgets ALTER COLUMN period SET STATISTICS 0;
ALTER TABLE ONLY public.budgets ALTER COLUMN budget_amount SET STATISTICS 0;
ALTER TABLE ONLY public.budgets ALTER COLUMN calculated SET STATISTICS 0;
ALTER TABLE ONLY public.budgets ALTER COLUMN policy SET STATISTICS 0;
ALTER TABLE ONLY public.budgets ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.budgets ALTER COLUMN updated_at SET STATISTICS 0;
ALTER TABLE ONLY public.budgets ALTER COLUMN carry_floor SET STATISTICS 0;
ALTER TABLE ONLY public.budgets ALTER COLUMN carry_cap SET STATISTICS 0;

ALTER TABLE ONLY public.budgets FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.budgets IS 'What a category may cost in a month as planned; budget_by_month adds what is moved, carried and spent.';

COMMENT ON COLUMN public.budgets.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.budgets.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.budgets.category_id IS 'The category of expenses.';

COMMENT ON COLUMN public.budgets.year IS 'The year of the month, 2000 to 2100.';

COMMENT ON COLUMN public.budgets.month IS 'The month of the year, 1 to 12.';

COMMENT ON COLUMN public.budgets.period IS 'The first day of the month, generated from year and month.';

COMMENT ON COLUMN public.budgets.budget_amount IS 'What it may cost, without what is moved and carried; below zero where more was overspent than planned.';

COMMENT ON COLUMN public.budgets.calculated IS 'Whether it was rolled forward from the month before and not typed.';

COMMENT ON COLUMN public.budgets.policy IS 'How it was rolled: adjust, carry or reset; null where it was only typed.';

COMMENT ON COLUMN public.budgets.created_at IS 'When the row was added.';

COMMENT ON COLUMN public.budgets.updated_at IS 'When the row was last changed, kept by a trigger.';

COMMENT ON COLUMN public.budgets.carry_floor IS 'The least that it carries, as it was rolled, zero or below; null for no such bound.';

COMMENT ON COLUMN public.budgets.carry_cap IS 'The most that it carries, as it was rolled, zero or above; null for no such bound.';

CREATE TABLE public.expense_items (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    category_id uuid NOT NULL,
    subcategory_id uuid,
    year integer NOT NULL,
    month integer NOT NULL,
    period date GENERATED ALWAYS AS (public.first_of_month(year, month)) STORED NOT NULL,
    amount numeric(24,4) NOT NULL,
    description text,
    spent_on date,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    import_row_id uuid,
    CONSTRAINT amount_is_a_number CHECK ((amount <> 'NaN'::numeric)),
    CONSTRAINT amount_is_not_zero CHECK ((amount <> (0)::numeric)),
    CONSTRAINT description_is_at_most_2000_characters CHECK ((char_length(description) <= 2000)),
    CONSTRAINT month_between_1_and_12 CHECK (((month >= 1) AND (month <= 12))),
    CONSTRAINT spent_on_lies_in_its_month CHECK (((spent_on >= (period - '1 mon'::interval)) AND (spent_on < (period + '1 mon'::interval)))),
    CONSTRAINT year_between_2000_and_2100 CHECK (((year >= 2000) AND (year <= 2100)))
);
ALTER TABLE ONLY public.expense_items ALTER COLUMN period SET STATISTICS 0;
ALTER TABLE ONLY public.expense_items ALTER COLUMN amount SET STATISTICS 0;
ALTER TABLE ONLY public.expense_items ALTER COLUMN description SET STATISTICS 0;
ALTER TABLE ONLY public.expense_items ALTER COLUMN spent_on SET STATISTICS 0;
ALTER TABLE ONLY public.expense_items ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.expense_items ALTER COLUMN updated_at SET STATISTICS 0;

ALTER TABLE ONLY public.expense_items FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.expense_items IS 'What went out: each expense, in its month.';

COMMENT ON COLUMN public.expense_items.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.expense_items.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.expense_items.category_id IS 'The category of expenses it is in.';

COMMENT ON COLUMN public.expense_items.subcategory_id IS 'The subcategory it is in; null for none.';

COMMENT ON COLUMN public.expense_items.year IS 'The year of the month, 2000 to 2100.';

COMMENT ON COLUMN public.expense_items.month IS 'The month of the year, 1 to 12.';

COMMENT ON COLUMN public.expense_items.period IS 'The first day of the month, generated from year and month.';

COMMENT ON COLUMN public.expense_items.amount IS 'How much, above zero; below zero for a refund.';

COMMENT ON COLUMN public.expense_items.description IS 'What it was, in words.';

COMMENT ON COLUMN public.expense_items.spent_on IS 'The day, which lies in its month as the user''s months begin; null for some day of it.';

COMMENT ON COLUMN public.expense_items.created_at IS 'When the row was added.';

COMMENT ON COLUMN public.expense_items.updated_at IS 'When the row was last changed, kept by a trigger.';

COMMENT ON COLUMN public.expense_items.import_row_id IS 'The row of a bank''s file that it was made of; null for what was typed.';

CREATE FUNCTION public.budget_chain(of_user uuid, of_category uuid, first_month date, last_month date, default_policy text) RETURNS TABLE(period date, calculated boolean, policy text, carry_floor numeric, carry_cap numeric, starts boolean, budget numeric, moved numeric, carried numeric, available numeric, spent numeric, planned numeric, before numeric, before_moved numeric, before_spent numeric, now_policy text, now_floor numeric, now_cap numeric, now numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 WITH in_force AS (
          SELECT COALESCE(own.policy, budget_chain.default_policy) AS policy,
             own.carry_floor,
             own.carry_cap
            FROM (( VALUES (budget_chain.of_user,budget_chain.of_category)) asked(user_id, category_id)
              LEFT JOIN public.budget_policies own ON (((own.user_id = budget_chain.of_user) AND (own.category_id = budget_chain.of_category))))
         ), beginning AS (
          SELECT budgets.year,
             budgets.month
            FROM public.budgets
           WHERE ((budgets.user_id = budget_chain.of_user) AND (budgets.category_id = budget_chain.of_category) AND (ROW(budgets.year, budgets.month) <= ROW(public.year_of(budget_chain.first_month), public.month_of(budget_chain.first_month))) AND (((NOT budgets.calculated) AND (COALESCE(budgets.policy, ''::text) <> 'carry'::text) AND (( SELECT in_force.policy
                    FROM in_force) <> 'carry'::text)) OR (((budgets.period - '1 mon'::interval))::date IS DISTINCT FROM ( SELECT earlier.period
                    FROM public.budgets earlier
                   WHERE ((earlier.user_id = budget_chain.of_user) AND (earlier.category_id = budget_chain.of_category) AND (ROW(earlier.year, earlier.month) < ROW(budgets.year, budgets.month)))
                   ORDER BY earlier.year DESC, earlier.month DESC
                  LIMIT 1))))
           ORDER BY budgets.year DESC, budgets.month DESC
          LIMIT 1
         ), since AS (
          SELECT COALESCE(( SELECT beginning.year
                    FROM beginning), public.year_of(budget_chain.first_month)) AS year,
             COALESCE(( SELECT beginning.month
                    FROM beginning), public.month_of(budget_chain.first_month)) AS month
         ), typed_before AS (
          SELECT budgets.budget_amount
            FROM public.budgets
           WHERE ((budgets.user_id = budget_chain.of_user) AND (budgets.category_id = budget_chain.of_category) AND (ROW(budgets.year, budgets.month) < ROW(( SELECT since.year
                    FROM since), ( SELECT since.month
                    FROM since))) AND (NOT budgets.calculated))
           ORDER BY budgets.year DESC, budgets.month DESC
          LIMIT 1
         ), chain AS (
          SELECT budgets.period,
             budgets.budget_amount AS planned,
             movement.moved,
             budgets.calculated,
             COALESCE(budgets.policy,
                 CASE
                     WHEN budgets.calculated THEN 'adjust'::text
                     ELSE NULL::text
                 END, in_force.policy) AS policy,
                 CASE
                     WHEN (budgets.policy IS NOT NULL) THEN budgets.carry_floor
                     ELSE in_force.carry_floor
                 END AS carry_floor,
                 CASE
                     WHEN (budgets.policy IS NOT NULL) THEN budgets.carry_cap
                     ELSE in_force.carry_cap
                 END AS carry_cap,
             in_force.policy AS now_policy,
             in_force.carry_floor AS now_floor,
             in_force.carry_cap AS now_cap,
             spending.spent,
             (NOT (((budgets.period - '1 mon'::interval))::date IS DISTINCT FROM lag(budgets.period) OVER by_month)) AS follows,
             count(*) FILTER (WHERE (NOT budgets.calculated)) OVER by_month AS plan
            FROM (((public.budgets
              CROSS JOIN in_force)
              CROSS JOIN LATERAL ( SELECT COALESCE(sum(expense_items.amount), (0)::numeric) AS spent
                    FROM public.expense_items
                   WHERE ((expense_items.user_id = budget_chain.of_user) AND (expense_items.year = budgets.year) AND (expense_items.month = budgets.month) AND (expense_items.category_id = budget_chain.of_category))) spending)
              CROSS JOIN LATERAL public.moved_into(budget_chain.of_user, budget_chain.of_category, budgets.year, budgets.month) movement(moved))
           WHERE ((budgets.user_id = budget_chain.of_user) AND (budgets.category_id = budget_chain.of_category) AND (ROW(budgets.year, budgets.month) >= ROW(( SELECT since.year
                    FROM since), ( SELECT since.month
                    FROM since))) AND (ROW(budgets.year, budgets.month) <= ROW(public.year_of(budget_chain.last_month), public.month_of(budget_chain.last_month))))
           WINDOW by_month AS (ORDER BY budgets.year, budgets.month)
         ), carrying AS (
          SELECT chain.period,
             chain.calculated,
             chain.policy,
             chain.carry_floor,
             chain.carry_cap,
             chain.now_policy,
             chain.now_floor,
             chain.now_cap,
             chain.follows,
             (chain.planned + chain.moved) AS budget,
             chain.moved,
             chain.spent,
             COALESCE(
                 CASE
                     WHEN (chain.plan = 0) THEN ( SELECT typed_before.budget_amount
                        FROM typed_before)
                     ELSE NULL::numeric
                 END, first_value(chain.planned) OVER (PARTITION BY chain.plan ORDER BY chain.period)) AS planned,
             public.left_over_up_to(chain.follows, chain.policy, chain.carry_floor, chain.carry_cap, (chain.planned + chain.moved), chain.spent) OVER by_month AS left_over
            FROM chain
           WINDOW by_month AS (ORDER BY chain.period)
         ), preceded AS (
          SELECT carrying.period,
             carrying.calculated,
             carrying.policy,
             carrying.carry_floor,
             carrying.carry_cap,
             carrying.now_policy,
             carrying.now_floor,
             carrying.now_cap,
             carrying.follows,
             carrying.budget,
             carrying.moved,
             carrying.spent,
             carrying.planned,
             (carrying.left_over + carrying.spent) AS available,
             lag((carrying.left_over + carrying.spent)) OVER by_month AS before,
             lag(carrying.moved) OVER by_month AS before_moved,
             lag(carrying.spent) OVER by_month AS before_spent,
             lag(carrying.planned) OVER by_month AS before_planned
            FROM carrying
           WINDOW by_month AS (ORDER BY carrying.period)
         )
  SELECT preceded.period,
     preceded.calculated,
     preceded.policy,
     preceded.carry_floor,
     preceded.carry_cap,
     ((NOT preceded.follows) OR (NOT (preceded.calculated OR (preceded.policy = 'carry'::text)))) AS starts,
     preceded.budget,
     preceded.moved,
     (preceded.available - preceded.budget) AS carried,
     preceded.available,
     preceded.spent,
     preceded.planned,
         CASE
             WHEN preceded.follows THEN preceded.before
             ELSE NULL::numeric
         END AS before,
         CASE
             WHEN preceded.follows THEN preceded.before_moved
             ELSE NULL::numeric
         END AS before_moved,
         CASE
             WHEN preceded.follows THEN preceded.before_spent
             ELSE NULL::numeric
         END AS before_spent,
     preceded.now_policy,
     preceded.now_floor,
     preceded.now_cap,
     public.rolled_up_to((NOT preceded.follows), preceded.now_policy, preceded.now_floor, preceded.now_cap, preceded.calculated, preceded.budget, preceded.moved, preceded.before_planned, preceded.before_moved, preceded.before_spent) OVER (ORDER BY preceded.period) AS now
    FROM preceded;
END;

COMMENT ON FUNCTION public.budget_chain(of_user uuid, of_category uuid, first_month date, last_month date, default_policy text) IS 'A category''s budgets from one month to another, after those that they follow from; see budget_by_month.';

CREATE FUNCTION public.budget_chains(of_user uuid, first_month date, last_month date, default_policy text) RETURNS TABLE(category_id uuid, period date, calculated boolean, policy text, carry_floor numeric, carry_cap numeric, starts boolean, budget numeric, moved numeric, carried numeric, available numeric, spent numeric, planned numeric, before numeric, before_moved numeric, before_spent numeric, now_policy text, now_floor numeric, now_cap numeric, now numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT budgets.category_id,
     chain.period,
     chain.calculated,
     chain.policy,
     chain.carry_floor,
     chain.carry_cap,
     chain.starts,
     chain.budget,
     chain.moved,
     chain.carried,
     chain.available,
     chain.spent,
     chain.planned,
     chain.before,
     chain.before_moved,
     chain.before_spent,
     chain.now_policy,
     chain.now_floor,
     chain.now_cap,
     chain.now
    FROM (public.budgets
      CROSS JOIN LATERAL public.budget_chain(budget_chains.of_user, budgets.category_id, budget_chains.first_month, budget_chains.last_month, budget_chains.default_policy) chain(period, calculated, policy, carry_floor, carry_cap, starts, budget, moved, carried, available, spent, planned, before, before_moved, before_spent, now_policy, now_floor, now_cap, now))
   WHERE ((budgets.user_id = budget_chains.of_user) AND (budgets.year = public.year_of(budget_chains.first_month)) AND (budgets.month = public.month_of(budget_chains.first_month)));
END;

COMMENT ON FUNCTION public.budget_chains(of_user uuid, first_month date, last_month date, default_policy text) IS 'The chains of all categories of a user that have a budget in the first of some months.';

CREATE FUNCTION public.month_of_day(day date, begins integer) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN ((begins > 1) AND (day < '2100-12-01'::date) AND ((EXTRACT(day FROM day) >= (begins)::numeric) OR (EXTRACT(day FROM (day + 1)) = (1)::numeric))) THEN ((((day - (EXTRACT(day FROM day))::integer) + 1) + '1 mon'::interval))::date ELSE ((day - (EXTRACT(day FROM day))::integer) + 1) END;

COMMENT ON FUNCTION public.month_of_day(day date, begins integer) IS 'The month of incomes and expenses that a day belongs to, as its first day, where months begin with a day.';

CREATE TABLE public.incoming_items (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    category_id uuid NOT NULL,
    year integer NOT NULL,
    month integer NOT NULL,
    period date GENERATED ALWAYS AS (public.first_of_month(year, month)) STORED NOT NULL,
    amount numeric(24,4) NOT NULL,
    description text,
    received_on date,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    import_row_id uuid,
    CONSTRAINT amount_is_a_number CHECK ((amount <> 'NaN'::numeric)),
    CONSTRAINT amount_is_not_zero CHECK ((amount <> (0)::numeric)),
    CONSTRAINT description_is_at_most_2000_characters CHECK ((char_length(description) <= 2000)),
    CONSTRAINT month_between_1_and_12 CHECK (((month >= 1) AND (month <= 12))),
    CONSTRAINT received_on_lies_in_its_month CHECK (((received_on >= (period - '1 mon'::interval)) AND (received_on < (period + '1 mon'::interval)))),
    CONSTRAINT year_between_2000_and_2100 CHECK (((year >= 2000) AND (year <= 2100)))
);
ALTER TABLE ONLY public.incoming_items ALTER COLUMN period SET STATISTICS 0;
ALTER TABLE ONLY public.incoming_items ALTER COLUMN amount SET STATISTICS 0;
ALTER TABLE ONLY public.incoming_items ALTER COLUMN description SET STATISTICS 0;
ALTER TABLE ONLY public.incoming_items ALTER COLUMN received_on SET STATISTICS 0;
ALTER TABLE ONLY public.incoming_items ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.incoming_items ALTER COLUMN updated_at SET STATISTICS 0;

ALTER TABLE ONLY public.incoming_items FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.incoming_items IS 'What came in: each income, in its month.';

COMMENT ON COLUMN public.incoming_items.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.incoming_items.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.incoming_items.category_id IS 'The category of incomes it is in.';

COMMENT ON COLUMN public.incoming_items.year IS 'The year of the month, 2000 to 2100.';

COMMENT ON COLUMN public.incoming_items.month IS 'The month of the year, 1 to 12.';

COMMENT ON COLUMN public.incoming_items.period IS 'The first day of the month, generated from year and month.';

COMMENT ON COLUMN public.incoming_items.amount IS 'How much; below zero for what was given back.';

COMMENT ON COLUMN public.incoming_items.description IS 'What it was, in words.';

COMMENT ON COLUMN public.incoming_items.received_on IS 'The day, which lies in its month as the user''s months begin; null for some day of it.';

COMMENT ON COLUMN public.incoming_items.created_at IS 'When the row was added.';

COMMENT ON COLUMN public.incoming_items.updated_at IS 'When the row was last changed, kept by a trigger.';

COMMENT ON COLUMN public.incoming_items.import_row_id IS 'The row of a bank''s file that it was made of; null for what was typed.';

CREATE VIEW public.cash_flows WITH (security_invoker='true') AS
 SELECT incoming_items.user_id,
    incoming_items.year,
    incoming_items.month,
    incoming_items.category_id,
    incoming_items.amount AS income,
    NULL::numeric AS expense
   FROM public.incoming_items
UNION ALL
 SELECT expense_items.user_id,
    expense_items.year,
    expense_items.month,
    expense_items.category_id,
    NULL::numeric AS income,
    expense_items.amount AS expense
   FROM public.expense_items;

COMMENT ON VIEW public.cash_flows IS 'Incomes and expenses, one under the other, with what the indexes by month hold of them.';

COMMENT ON COLUMN public.cash_flows.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.cash_flows.year IS 'The year of the month, 2000 to 2100.';

COMMENT ON COLUMN public.cash_flows.month IS 'The month of the year, 1 to 12.';

COMMENT ON COLUMN public.cash_flows.category_id IS 'The category of incomes or of expenses it is in.';

COMMENT ON COLUMN public.cash_flows.income IS 'How much came in, below zero given back; null for an expense.';

COMMENT ON COLUMN public.cash_flows.expense IS 'How much went out, below zero for a refund; null for an income.';

CREATE FUNCTION public.calendar_flows(of_user uuid, first_month date, last_month date, begins integer) RETURNS TABLE(period date, year integer, month integer, category_id uuid, income numeric, expense numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT public.first_of_month(flows.year, flows.month) AS period,
     flows.year,
     flows.month,
     flows.category_id,
     flows.income,
     flows.expense
    FROM public.cash_flows flows
   WHERE ((calendar_flows.begins = 1) AND (flows.user_id = calendar_flows.of_user) AND ((ROW(flows.year, flows.month) >= ROW(public.year_of(calendar_flows.first_month), public.month_of(calendar_flows.first_month))) AND (ROW(flows.year, flows.month) <= ROW(public.year_of(calendar_flows.last_month), public.month_of(calendar_flows.last_month)))))
 UNION ALL
  SELECT incomes.period,
     incomes.year,
     incomes.month,
     incomes.category_id,
     incomes.amount AS income,
     NULL::numeric AS expense
    FROM ( SELECT COALESCE(public.month_of_day(incoming_items.received_on, 1), incoming_items.period) AS period,
             incoming_items.year,
             incoming_items.month,
             incoming_items.category_id,
             incoming_items.amount
            FROM public.incoming_items
           WHERE ((calendar_flows.begins > 1) AND (incoming_items.user_id = calendar_flows.of_user) AND (ROW(incoming_items.year, incoming_items.month) >= ROW(public.year_of(calendar_flows.first_month), public.month_of(calendar_flows.first_month))) AND (ROW(incoming_items.year, incoming_items.month) <= ROW(public.year_of(((calendar_flows.last_month + '1 mon'::interval))::date), public.month_of(((calendar_flows.last_month + '1 mon'::interval))::date))))) incomes
   WHERE ((incomes.period >= calendar_flows.first_month) AND (incomes.period <= calendar_flows.last_month))
 UNION ALL
  SELECT expenses.period,
     expenses.year,
     expenses.month,
     expenses.category_id,
     NULL::numeric AS income,
     expenses.amount AS expense
    FROM ( SELECT COALESCE(public.month_of_day(expense_items.spent_on, 1), expense_items.period) AS period,
             expense_items.year,
             expense_items.month,
             expense_items.category_id,
             expense_items.amount
            FROM public.expense_items
           WHERE ((calendar_flows.begins > 1) AND (expense_items.user_id = calendar_flows.of_user) AND (ROW(expense_items.year, expense_items.month) >= ROW(public.year_of(calendar_flows.first_month), public.month_of(calendar_flows.first_month))) AND (ROW(expense_items.year, expense_items.month) <= ROW(public.year_of(((calendar_flows.last_month + '1 mon'::interval))::date), public.month_of(((calendar_flows.last_month + '1 mon'::interval))::date))))) expenses
   WHERE ((expenses.period >= calendar_flows.first_month) AND (expenses.period <= calendar_flows.last_month));
END;

COMMENT ON FUNCTION public.calendar_flows(of_user uuid, first_month date, last_month date, begins integer) IS 'The incomes and expenses of some months of the calendar, each in that of its day, with the month it is in.';

CREATE FUNCTION public.category_mix(of_user uuid, of_month date) RETURNS TABLE(category_id uuid, value numeric, share numeric, target numeric, share_within numeric, base numeric, whole numeric)
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RETURN QUERY
    WITH worth AS (
        SELECT
            asset_worth.category_id,
            sum(asset_worth.total) AS value
        FROM public.asset_worth
        WHERE
            asset_worth.user_id = of_user
            AND asset_worth.year = public.year_of(of_month)
            AND asset_worth.month = public.month_of(of_month)
        GROUP BY asset_worth.category_id
    ),
    targets AS (
        SELECT
            spans.category_id,
            spans.target_pct AS target
        FROM public.category_target_spans AS spans
        WHERE
            spans.user_id = of_user
            AND spans.first_month <= of_month
            AND coalesce(spans.next_month > of_month, true)
    ),
    lines AS (
        SELECT
            asset_categories.id AS category_id,
            worth.value,
            targets.target,
            targets.target IS NOT NULL OR coalesce(sum(targets.target) OVER () < 1, true) AS is_within,
            row_number() OVER (
                ORDER BY worth.value DESC NULLS LAST, asset_categories.sort_order, asset_categories.code
            ) AS place
        FROM worth
        FULL JOIN targets ON targets.category_id = worth.category_id
        JOIN public.asset_categories
            ON asset_categories.id = coalesce(worth.category_id, targets.category_id)
    ),
    mix AS (
        SELECT
            public.shares_of(array_agg(coalesce(lines.value, 0) ORDER BY lines.place)) AS shares,
            public.shares_of(
                array_agg(CASE WHEN lines.is_within THEN coalesce(lines.value, 0) END ORDER BY lines.place)
            ) AS within,
            coalesce(sum(lines.value) FILTER (WHERE lines.is_within), 0) AS base,
            coalesce(sum(lines.value), 0) AS whole
        FROM lines
    )
    SELECT
        lines.category_id,
        lines.value,
        mix.shares[lines.place],
        lines.target,
        mix.within[lines.place],
        mix.base,
        mix.whole
    FROM lines
    CROSS JOIN mix;
END
$$;

COMMENT ON FUNCTION public.category_mix(of_user uuid, of_month date) IS 'The categories of a user''s assets in a month, with their shares and targets as fractions.';

CREATE FUNCTION public.change_between(of_user uuid, from_month date, to_month date) RETURNS TABLE(change numeric, base numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 WITH inputs AS MATERIALIZED (
          SELECT asset_inputs.asset_id,
             public.first_of_month(asset_inputs.year, asset_inputs.month) AS month,
             asset_inputs.total,
             asset_inputs.contribution
            FROM public.asset_inputs
           WHERE ((asset_inputs.user_id = change_between.of_user) AND ((ROW(asset_inputs.year, asset_inputs.month) >= ROW(public.year_of(change_between.from_month), public.month_of(change_between.from_month))) AND (ROW(asset_inputs.year, asset_inputs.month) <= ROW(public.year_of(change_between.to_month), public.month_of(change_between.to_month)))))
         ), ends AS (
          SELECT inputs.asset_id,
             min(inputs.month) AS begun,
             max(inputs.month) AS ended
            FROM inputs
           GROUP BY inputs.asset_id
         ), followed AS (
          SELECT ends.begun,
             ends.ended,
             past.total AS before,
             present.total AS value,
             ((ends.begun > change_between.from_month) AND (past.contribution IS NOT NULL) AND (spans.first_month = ends.begun)) AS is_put_in
            FROM (((ends
              JOIN inputs past ON (((past.asset_id = ends.asset_id) AND (past.month = ends.begun))))
              JOIN inputs present ON (((present.asset_id = ends.asset_id) AND (present.month = ends.ended))))
              JOIN public.asset_spans spans ON (((spans.user_id = change_between.of_user) AND (spans.asset_id = ends.asset_id))))
         )
  SELECT COALESCE(sum((followed.value -
         CASE
             WHEN followed.is_put_in THEN (0)::numeric
             ELSE followed.before
         END)), (0)::numeric) AS change,
     COALESCE(sum(followed.before) FILTER (WHERE ((followed.begun = change_between.from_month) AND (followed.ended > followed.begun))), (0)::numeric) AS base
    FROM followed;
END;

COMMENT ON FUNCTION public.change_between(of_user uuid, from_month date, to_month date) IS 'The change of a user''s net worth between two months, of what is known of it, and what that was before.';

CREATE FUNCTION public.change_digest(user_id uuid, event_id uuid, table_name text, operation text, before jsonb, after jsonb) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN sha256(convert_to(((((jsonb_build_array(user_id, event_id, table_name, operation))::text || COALESCE((before)::text, ''::text)) || '|'::text) || COALESCE((after)::text, ''::text)), 'UTF8'::name));

COMMENT ON FUNCTION public.change_digest(user_id uuid, event_id uuid, table_name text, operation text, before jsonb, after jsonb) IS 'What a change in the audit is sealed by.';

CREATE FUNCTION public.close_month(whose uuid, closing date, findings jsonb) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    through date;
    last_seal record;
    new_id uuid := gen_random_uuid();
    new_contents jsonb;
    new_facts jsonb;
    new_rows_hash bytea;
    now_closed timestamptz;
BEGIN
    PERFORM public.hold_books(whose);
    closing := date_trunc('month', closing)::date;
    through := public.closed_through(whose);
    IF closing <= through THEN
        RETURN false;
    END IF;
    SELECT sequence, hash INTO last_seal
    FROM public.month_seals
    WHERE user_id = whose
    ORDER BY sequence DESC
    LIMIT 1;
    new_contents := public.month_contents(whose, through, closing, NULL);
    new_facts := coalesce(findings, '{}'::jsonb) || public.month_facts(whose, closing);
    new_rows_hash := sha256(convert_to(new_contents::text, 'UTF8'));
    now_closed := clock_timestamp();
    INSERT INTO public.month_seals (
        user_id, id, sequence, year, month, contents, facts, rows_hash, previous_hash, hash, closed_at, closed_by
    )
    VALUES (
        whose,
        new_id,
        coalesce(last_seal.sequence, 0) + 1,
        extract(YEAR FROM closing),
        extract(MONTH FROM closing),
        new_contents,
        new_facts,
        new_rows_hash,
        last_seal.hash,
        public.seal_hash(
            last_seal.hash, whose, new_id, coalesce(last_seal.sequence, 0) + 1, closing, new_contents, new_facts,
            new_rows_hash, now_closed, session_user::text
        ),
        now_closed,
        session_user::text
    );
    RETURN true;
END
$$;

COMMENT ON FUNCTION public.close_month(whose uuid, closing date, findings jsonb) IS 'Closes all months of the open books up to one; false where it is closed already.';

CREATE TABLE public.month_seals (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    sequence integer NOT NULL,
    year integer NOT NULL,
    month integer NOT NULL,
    period date GENERATED ALWAYS AS (public.first_of_month(year, month)) STORED NOT NULL,
    contents jsonb NOT NULL,
    facts jsonb NOT NULL,
    rows_hash bytea NOT NULL,
    previous_hash bytea,
    hash bytea NOT NULL,
    closed_at timestamp with time zone NOT NULL,
    closed_by text NOT NULL,
    reopened_at timestamp with time zone,
    reopened_by text,
    reason text,
    reopened_hash bytea,
    CONSTRAINT contents_are_an_object CHECK ((jsonb_typeof(contents) = 'object'::text)),
    CONSTRAINT facts_are_an_object CHECK ((jsonb_typeof(facts) = 'object'::text)),
    CONSTRAINT month_between_1_and_12 CHECK (((month >= 1) AND (month <= 12))),
    CONSTRAINT reason_is_1_to_2000_characters CHECK (((char_length(btrim(reason)) >= 1) AND (char_length(reason) <= 2000))),
    CONSTRAINT seal_is_reopened_as_a_whole CHECK ((num_nulls(reopened_at, reopened_by, reason, reopened_hash) = ANY (ARRAY[0, 4]))),
    CONSTRAINT seal_sequence_is_1_or_more CHECK ((sequence >= 1)),
    CONSTRAINT year_between_2000_and_2100 CHECK (((year >= 2000) AND (year <= 2100)))
);
ALTER TABLE ONLY public.month_seals ALTER COLUMN period SET STATISTICS 0;
ALTER TABLE ONLY public.month_seals ALTER COLUMN contents SET STATISTICS 0;
ALTER TABLE ONLY public.month_seals ALTER COLUMN facts SET STATISTICS 0;
ALTER TABLE ONLY public.month_seals ALTER COLUMN rows_hash SET STATISTICS 0;
ALTER TABLE ONLY public.month_seals ALTER COLUMN previous_hash SET STATISTICS 0;
ALTER TABLE ONLY public.month_seals ALTER COLUMN hash SET STATISTICS 0;
ALTER TABLE ONLY public.month_seals ALTER COLUMN closed_at SET STATISTICS 0;
ALTER TABLE ONLY public.month_seals ALTER COLUMN closed_by SET STATISTICS 0;
ALTER TABLE ONLY public.month_seals ALTER COLUMN reopened_at SET STATISTICS 0;
ALTER TABLE ONLY public.month_seals ALTER COLUMN reopened_by SET STATISTICS 0;
ALTER TABLE ONLY public.month_seals ALTER COLUMN reason SET STATISTICS 0;
ALTER TABLE ONLY public.month_seals ALTER COLUMN reopened_hash SET STATISTICS 0;

ALTER TABLE ONLY public.month_seals FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.month_seals IS 'What closed months were when they were closed; all months up to the newest that holds are closed.';

COMMENT ON COLUMN public.month_seals.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.month_seals.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.month_seals.sequence IS 'Its place among the user''s seals, from 1 without gaps.';

COMMENT ON COLUMN public.month_seals.year IS 'The year of the month that was closed.';

COMMENT ON COLUMN public.month_seals.month IS 'The month that was closed, 1 to 12.';

COMMENT ON COLUMN public.month_seals.period IS 'The first day of the month that was closed.';

COMMENT ON COLUMN public.month_seals.contents IS 'By table, how many rows it had of the month and of those since the seal before, their hash and its columns.';

COMMENT ON COLUMN public.month_seals.facts IS 'What was known of the month: values, those carried and missing by name, net worth, income, expenses, findings.';

COMMENT ON COLUMN public.month_seals.rows_hash IS 'The sha256 of contents.';

COMMENT ON COLUMN public.month_seals.previous_hash IS 'The hash of the seal before it; null in the first.';

COMMENT ON COLUMN public.month_seals.hash IS 'The sha256 of all that it says and of the seal before it.';

COMMENT ON COLUMN public.month_seals.closed_at IS 'When it was closed.';

COMMENT ON COLUMN public.month_seals.closed_by IS 'The login that closed it.';

COMMENT ON COLUMN public.month_seals.reopened_at IS 'When it was opened again; null while it is closed.';

COMMENT ON COLUMN public.month_seals.reopened_by IS 'The login that opened it again; null while it is closed.';

COMMENT ON COLUMN public.month_seals.reason IS 'Why it was opened again; null while it is closed.';

COMMENT ON COLUMN public.month_seals.reopened_hash IS 'The sha256 of its hash and of what is known of its reopening; null while it is closed.';

CREATE FUNCTION public.closed_through(user_id uuid) RETURNS date
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (SELECT month_seals.period FROM public.month_seals WHERE ((month_seals.user_id = closed_through.user_id) AND (month_seals.reopened_at IS NULL)) ORDER BY month_seals.year DESC, month_seals.month DESC LIMIT 1);

COMMENT ON FUNCTION public.closed_through(user_id uuid) IS 'The first day of the last month of a user that is closed, with all before it; null while none is.';

CREATE FUNCTION public.columns_of_image(table_name text, image jsonb) RETURNS text
    LANGUAGE sql STABLE
    RETURN (SELECT string_agg(quote_ident((pg_attribute.attname)::text), ', '::text ORDER BY pg_attribute.attnum) AS string_agg FROM pg_attribute WHERE ((pg_attribute.attrelid = (to_regclass(('public.'::text || quote_ident(columns_of_image.table_name))))::oid) AND (pg_attribute.attnum > 0) AND (NOT pg_attribute.attisdropped) AND (pg_attribute.attgenerated = ''::"char") AND (pg_attribute.attname <> 'updated_at'::name) AND (columns_of_image.image ? (pg_attribute.attname)::text)));

COMMENT ON FUNCTION public.columns_of_image(table_name text, image jsonb) IS 'The columns of a table that an image in the audit can fill, as a list.';

CREATE FUNCTION public.contributed_months(of_user uuid, of_asset uuid, up_to date) RETURNS TABLE(period date)
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT asset_inputs.period
    FROM public.asset_inputs
   WHERE ((asset_inputs.user_id = contributed_months.of_user) AND (asset_inputs.asset_id = contributed_months.of_asset) AND (asset_inputs.contribution IS NOT NULL) AND (ROW(asset_inputs.year, asset_inputs.month) <= ROW(public.year_of(contributed_months.up_to), public.month_of(contributed_months.up_to))))
 UNION ALL
  SELECT bank.period
    FROM public.bank_contributions(contributed_months.of_user, contributed_months.of_asset, '2000-01-01'::date, ((contributed_months.up_to + '1 mon'::interval))::date) bank(period, amount);
END;

COMMENT ON FUNCTION public.contributed_months(of_user uuid, of_asset uuid, up_to date) IS 'The months up to one in which anything says what was put into a user''s asset.';

CREATE FUNCTION public.correct_copies(owners uuid[], changed_assets uuid[], changed_months date[]) RETURNS integer
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    corrected integer;
BEGIN
    IF NOT EXISTS (
        SELECT
        FROM unnest(owners, changed_assets, changed_months) AS changed (user_id, asset_id, period)
        JOIN public.asset_inputs AS copied
            ON copied.user_id = changed.user_id
            AND copied.asset_id = changed.asset_id
            AND copied.period > changed.period
            AND copied.carried
    ) THEN
        RETURN 0;
    END IF;
    UPDATE public.asset_inputs AS kept
    SET
        total = written.total,
        native_amount = written.native_amount,
        currency = written.currency,
        rate = written.rate,
        quantity = written.quantity,
        price = written.price
    FROM unnest(owners, changed_assets, changed_months) AS changed (user_id, asset_id, period)
    JOIN public.asset_inputs AS copied
        ON copied.user_id = changed.user_id
        AND copied.asset_id = changed.asset_id
        AND copied.period > changed.period
        AND copied.carried
    CROSS JOIN LATERAL (
        SELECT
            earlier.total,
            earlier.native_amount,
            earlier.currency,
            earlier.rate,
            public.restated(earlier.quantity, split.numerator, split.denominator) AS quantity,
            public.restated(earlier.price, split.denominator, split.numerator) AS price
        FROM public.asset_inputs AS earlier
        CROSS JOIN LATERAL public.splits_between(
            earlier.user_id, earlier.asset_id, public.end_of_month(earlier.period), public.end_of_month(copied.period)
        ) AS split
        WHERE
            earlier.user_id = copied.user_id
            AND earlier.asset_id = copied.asset_id
            AND (earlier.year, earlier.month) < (copied.year, copied.month)
            AND NOT earlier.carried
        ORDER BY earlier.year DESC, earlier.month DESC
        LIMIT 1
    ) AS written
    WHERE
        kept.user_id = copied.user_id
        AND kept.id = copied.id
        AND (kept.total, kept.native_amount, kept.currency, kept.rate, kept.quantity, kept.price)
        IS DISTINCT FROM (
            written.total, written.native_amount, written.currency, written.rate, written.quantity, written.price
        );
    GET DIAGNOSTICS corrected = ROW_COUNT;
    RETURN corrected;
END
$$;

COMMENT ON FUNCTION public.correct_copies(owners uuid[], changed_assets uuid[], changed_months date[]) IS 'Makes carried values equal to what they were copied from, after some months of some assets; how many were not.';

CREATE FUNCTION public.cross_rate(third_in_from numeric, third_in_to numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN trim_scale(round(((third_in_to)::numeric(72,48) / third_in_from), 42));

COMMENT ON FUNCTION public.cross_rate(third_in_from numeric, third_in_to numeric) IS 'What one of a currency costs in another, by what one of a third costs in the first and in the second.';

CREATE FUNCTION public.session_owns_the_tables() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (SELECT pg_has_role(SESSION_USER, pg_class.relowner, 'MEMBER'::text) AS pg_has_role FROM pg_class WHERE (pg_class.oid = ('public.users'::regclass)::oid));

COMMENT ON FUNCTION public.session_owns_the_tables() IS 'Whether the login may become the owner of the tables.';

CREATE TABLE public.user_logins (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    role_name text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT everyday_role_is_nobodys_own CHECK ((role_name <> 'finally_app'::text)),
    CONSTRAINT role_name_is_1_to_63_characters CHECK (((char_length(role_name) >= 1) AND (char_length(role_name) <= 63)))
);
ALTER TABLE ONLY public.user_logins ALTER COLUMN role_name SET STATISTICS 0;
ALTER TABLE ONLY public.user_logins ALTER COLUMN created_at SET STATISTICS 0;

ALTER TABLE ONLY public.user_logins FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.user_logins IS 'The logins of the server that are a person''s own.';

COMMENT ON COLUMN public.user_logins.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.user_logins.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.user_logins.role_name IS 'The name of the login.';

COMMENT ON COLUMN public.user_logins.created_at IS 'When the row was added.';

CREATE FUNCTION public.user_of_login() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (SELECT user_logins.user_id FROM public.user_logins WHERE (user_logins.role_name = (SESSION_USER)::text));

COMMENT ON FUNCTION public.user_of_login() IS 'The user whose own login this is; null for none.';

CREATE FUNCTION public.current_user_id() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN (SESSION_USER = 'finally_app'::name) THEN (NULLIF(current_setting('finally.user_id'::text, true), ''::text))::uuid ELSE COALESCE(public.user_of_login(), CASE WHEN public.session_owns_the_tables() THEN (NULLIF(current_setting('finally.user_id'::text, true), ''::text))::uuid ELSE NULL::uuid END) END;

COMMENT ON FUNCTION public.current_user_id() IS 'The user who asks; null for nobody.';

CREATE FUNCTION public.step_of(every text) RETURNS interval
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN make_interval(months => (CASE WHEN (every ~~ '% %'::text) THEN (split_part(every, ' '::text, 1))::integer ELSE 1 END * CASE rtrim(split_part(every, ' '::text, '-1'::integer), 's'::text) WHEN 'week'::text THEN 0 WHEN 'month'::text THEN 1 WHEN 'quarter'::text THEN 3 ELSE 12 END), weeks => (CASE WHEN (every ~~ '% week%'::text) THEN (split_part(every, ' '::text, 1))::integer ELSE 1 END * CASE WHEN (every ~~ '%week%'::text) THEN 1 ELSE 0 END));

COMMENT ON FUNCTION public.step_of(every text) IS 'How far apart the months are in which something is due every month, quarter or year.';

CREATE TABLE public.recurring_items (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    income_category_id uuid,
    expense_category_id uuid,
    subcategory_id uuid,
    amount numeric(24,4) NOT NULL,
    description text,
    every text NOT NULL,
    first_month date NOT NULL,
    last_month date,
    succeeded_by uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    day integer,
    CONSTRAINT amount_is_a_number CHECK ((amount <> 'NaN'::numeric)),
    CONSTRAINT amount_is_not_zero CHECK ((amount <> (0)::numeric)),
    CONSTRAINT description_is_at_most_2000_characters CHECK ((char_length(description) <= 2000)),
    CONSTRAINT due_day_between_1_and_31 CHECK (((day >= 1) AND (day <= 31))),
    CONSTRAINT earlier_terms_are_a_row_of_their_own CHECK ((succeeded_by <> id)),
    CONSTRAINT earlier_terms_have_an_end CHECK (((succeeded_by IS NULL) OR (last_month IS NOT NULL))),
    CONSTRAINT every_is_some_weeks_months_or_years CHECK ((every ~ '^(week|month|quarter|year|([2-9]|[1-9][0-9]) (weeks|months|quarters|years))$'::text)),
    CONSTRAINT recurring_item_ends_after_it_begins CHECK ((last_month >= first_month)),
    CONSTRAINT recurring_item_is_an_income_or_an_expense CHECK ((num_nonnulls(income_category_id, expense_category_id) = 1)),
    CONSTRAINT recurring_months_are_first_days_from_2000_to_2100 CHECK (((EXTRACT(day FROM first_month) = (1)::numeric) AND ((first_month >= '2000-01-01'::date) AND (first_month <= '2100-12-01'::date)) AND ((last_month IS NULL) OR ((last_month >= '2000-01-01'::date) AND (last_month <= '2100-12-01'::date))) AND ((last_month IS NULL) OR (EXTRACT(day FROM last_month) = (1)::numeric)))),
    CONSTRAINT subcategory_is_of_an_expense CHECK (((subcategory_id IS NULL) OR (expense_category_id IS NOT NULL))),
    CONSTRAINT weeks_are_counted_from_a_day CHECK (((every !~~ '%week%'::text) OR ((day IS NOT NULL) AND ((day)::numeric <= EXTRACT(day FROM ((first_month + '1 mon'::interval) - '1 day'::interval))))))
);
ALTER TABLE ONLY public.recurring_items ALTER COLUMN amount SET STATISTICS 0;
ALTER TABLE ONLY public.recurring_items ALTER COLUMN description SET STATISTICS 0;
ALTER TABLE ONLY public.recurring_items ALTER COLUMN every SET STATISTICS 0;
ALTER TABLE ONLY public.recurring_items ALTER COLUMN first_month SET STATISTICS 0;
ALTER TABLE ONLY public.recurring_items ALTER COLUMN last_month SET STATISTICS 0;
ALTER TABLE ONLY public.recurring_items ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.recurring_items ALTER COLUMN updated_at SET STATISTICS 0;

ALTER TABLE ONLY public.recurring_items FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.recurring_items IS 'Incomes and expenses that are due every some weeks, months or years.';

COMMENT ON COLUMN public.recurring_items.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.recurring_items.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.recurring_items.income_category_id IS 'The category of an income; null for an expense.';

COMMENT ON COLUMN public.recurring_items.expense_category_id IS 'The category of an expense; null for an income.';

COMMENT ON COLUMN public.recurring_items.subcategory_id IS 'The subcategory of an expense; null for none.';

COMMENT ON COLUMN public.recurring_items.amount IS 'How much is due each time; below zero for what is given back.';

COMMENT ON COLUMN public.recurring_items.description IS 'What it is, in words.';

COMMENT ON COLUMN public.recurring_items.every IS 'How often it is due: week, month, quarter or year, or a number of these, such as 2 weeks.';

COMMENT ON COLUMN public.recurring_items.first_month IS 'The first month in which it is due, as its first day.';

COMMENT ON COLUMN public.recurring_items.last_month IS 'The last month in which it may be due; null for no end.';

COMMENT ON COLUMN public.recurring_items.succeeded_by IS 'Of earlier terms: the item whose terms they were; null for the item itself.';

COMMENT ON COLUMN public.recurring_items.created_at IS 'When the row was added.';

COMMENT ON COLUMN public.recurring_items.updated_at IS 'When the row was last changed, kept by a trigger.';

COMMENT ON COLUMN public.recurring_items.day IS 'The day of the month, or the last of a shorter one; of weeks, the day of the first month; null for none.';

CREATE FUNCTION public.due_days(of_user uuid, of_item uuid, up_to date) RETURNS TABLE(period date, due_on date, terms_id uuid, counted_on date)
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 WITH terms AS (
          SELECT recurring_items.id,
             public.step_of(recurring_items.every) AS step,
             (recurring_items.every ~~ '%week%'::text) AS is_weekly,
             recurring_items.day,
             recurring_items.first_month,
             recurring_items.last_month,
             lag(recurring_items.last_month) OVER (ORDER BY (recurring_items.succeeded_by IS NULL), recurring_items.last_month) AS before
            FROM public.recurring_items
           WHERE ((recurring_items.user_id = due_days.of_user) AND ((recurring_items.id = due_days.of_item) OR (recurring_items.succeeded_by = due_days.of_item)))
         )
  SELECT (date_trunc('month'::text, due.due))::date AS period,
         CASE
             WHEN terms.is_weekly THEN (due.due)::date
             WHEN (terms.day IS NOT NULL) THEN LEAST((((due.due)::date + terms.day) - 1), (((due.due + '1 mon'::interval) - '1 day'::interval))::date)
             ELSE NULL::date
         END AS due_on,
     terms.id AS terms_id,
         CASE
             WHEN terms.is_weekly THEN (due.due)::date
             ELSE NULL::date
         END AS counted_on
    FROM (terms
      CROSS JOIN LATERAL generate_series(((terms.first_month +
         CASE
             WHEN terms.is_weekly THEN (terms.day - 1)
             ELSE 0
         END))::timestamp without time zone, ((date_trunc('month'::text, (LEAST(terms.last_month, due_days.up_to))::timestamp without time zone) + '1 mon'::interval) - '1 day'::interval), terms.step) due(due))
   WHERE ((terms.before IS NULL) OR (date_trunc('month'::text, due.due) > terms.before));
END;

COMMENT ON FUNCTION public.due_days(of_user uuid, of_item uuid, up_to date) IS 'When a user''s recurring item is due, up to the end of a month.';

CREATE TABLE public.recurring_postings (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    recurring_id uuid NOT NULL,
    item_id uuid,
    year integer NOT NULL,
    month integer NOT NULL,
    period date GENERATED ALWAYS AS (public.first_of_month(year, month)) STORED NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    due_on date,
    CONSTRAINT month_between_1_and_12 CHECK (((month >= 1) AND (month <= 12))),
    CONSTRAINT year_between_2000_and_2100 CHECK (((year >= 2000) AND (year <= 2100)))
);
ALTER TABLE ONLY public.recurring_postings ALTER COLUMN period SET STATISTICS 0;
ALTER TABLE ONLY public.recurring_postings ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.recurring_postings ALTER COLUMN due_on SET STATISTICS 0;

ALTER TABLE ONLY public.recurring_postings FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.recurring_postings IS 'The months in which a recurring item was recorded or skipped, or days of what is due every some weeks; once each.';

COMMENT ON COLUMN public.recurring_postings.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.recurring_postings.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.recurring_postings.recurring_id IS 'The recurring item.';

COMMENT ON COLUMN public.recurring_postings.item_id IS 'The income or expense that was recorded, which may have been deleted since; null where it was skipped.';

COMMENT ON COLUMN public.recurring_postings.year IS 'The year of the month, 2000 to 2100.';

COMMENT ON COLUMN public.recurring_postings.month IS 'The month of the year, 1 to 12.';

COMMENT ON COLUMN public.recurring_postings.period IS 'The first day of the month, generated from year and month.';

COMMENT ON COLUMN public.recurring_postings.created_at IS 'When the row was added.';

COMMENT ON COLUMN public.recurring_postings.due_on IS 'The day, of what was due every some weeks or in another calendar month; null where the month says all.';

CREATE FUNCTION public.unposted_days(of_user uuid, of_item uuid, up_to date) RETURNS TABLE(period date, due_on date, terms_id uuid, counted_on date, entry_month date, known_by date, is_closed boolean)
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT due.period,
     due.due_on,
     due.terms_id,
     due.counted_on,
     due.entry_month,
         CASE
             WHEN (due.entry_month = due.period) THEN due.counted_on
             ELSE due.due_on
         END AS known_by,
     COALESCE((due.entry_month <= ( SELECT public.closed_through(unposted_days.of_user) AS closed_through)), false) AS is_closed
    FROM ( SELECT due_days.period,
             due_days.due_on,
             due_days.terms_id,
             due_days.counted_on,
             COALESCE(public.month_of_day(due_days.due_on, COALESCE(( SELECT users.month_begins
                    FROM public.users
                   WHERE (users.id = unposted_days.of_user)), 1)), due_days.period) AS entry_month
            FROM public.due_days(unposted_days.of_user, unposted_days.of_item, unposted_days.up_to) due_days(period, due_on, terms_id, counted_on)) due
   WHERE (NOT (EXISTS ( SELECT
            FROM public.recurring_postings
           WHERE ((recurring_postings.user_id = unposted_days.of_user) AND (recurring_postings.recurring_id = unposted_days.of_item) AND (due.period = public.month_of_day(COALESCE(recurring_postings.due_on, recurring_postings.period), 1)) AND ((due.counted_on IS NULL) OR (recurring_postings.due_on IS NULL) OR (recurring_postings.due_on = due.counted_on))))));
END;

COMMENT ON FUNCTION public.unposted_days(of_user uuid, of_item uuid, up_to date) IS 'When a recurring item is due up to a month''s end and not dealt with, with its entry''s month, closed or not.';

CREATE FUNCTION public.due_items(of_user uuid, in_month date, up_to date) RETURNS TABLE(recurring_id uuid, period date, due_on date, entry_month date, known_by date, income_category_id uuid, expense_category_id uuid, subcategory_id uuid, amount numeric, description text)
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT recurring_items.id AS recurring_id,
     unposted.period,
     unposted.due_on,
     unposted.entry_month,
     unposted.known_by,
     terms.income_category_id,
     terms.expense_category_id,
     terms.subcategory_id,
     terms.amount,
     terms.description
    FROM ((public.recurring_items
      CROSS JOIN LATERAL public.unposted_days(due_items.of_user, recurring_items.id, due_items.up_to) unposted(period, due_on, terms_id, counted_on, entry_month, known_by, is_closed))
      JOIN public.recurring_items terms ON (((terms.user_id = due_items.of_user) AND (terms.id = unposted.terms_id))))
   WHERE ((recurring_items.user_id = due_items.of_user) AND (recurring_items.succeeded_by IS NULL) AND
         CASE
             WHEN (due_items.in_month IS NULL) THEN ((COALESCE(unposted.due_on, unposted.period) <= due_items.up_to) AND (NOT unposted.is_closed))
             ELSE (unposted.entry_month = due_items.in_month)
         END);
END;

COMMENT ON FUNCTION public.due_items(of_user uuid, in_month date, up_to date) IS 'What a user''s recurring items have due up to a day, or in a month, neither posted nor skipped.';

CREATE FUNCTION public.end_of_month(of_month date) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (((date_trunc('month'::text, (of_month)::timestamp without time zone) + '1 mon'::interval))::date - 1);

COMMENT ON FUNCTION public.end_of_month(of_month date) IS 'The last day of the month of a day.';

CREATE FUNCTION public.event_hash(previous_hash bytea, user_id uuid, id uuid, sequence bigint, event_type text, payload jsonb, created_at timestamp with time zone, actor text, command text, undoes uuid, digests bytea) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN sha256(((COALESCE(previous_hash, '\x'::bytea) || convert_to((jsonb_build_array(user_id, id, sequence, event_type, payload, trunc((EXTRACT(epoch FROM created_at) * (1000000)::numeric)), actor, command, undoes))::text, 'UTF8'::name)) || COALESCE(digests, '\x'::bytea)));

COMMENT ON FUNCTION public.event_hash(previous_hash bytea, user_id uuid, id uuid, sequence bigint, event_type text, payload jsonb, created_at timestamp with time zone, actor text, command text, undoes uuid, digests bytea) IS 'What an event in the audit is sealed by.';

CREATE FUNCTION public.exact_amount(quantity numeric, price numeric, native_amount numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (quantity IS NULL) THEN native_amount ELSE (quantity * COALESCE(price, (0)::numeric)) END;

COMMENT ON FUNCTION public.exact_amount(quantity numeric, price numeric, native_amount numeric) IS 'What a value was in its own currency: quantity times price, else the amount that was typed.';

CREATE TABLE public.audit_changes (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    event_id uuid NOT NULL,
    "position" bigint NOT NULL,
    table_name text NOT NULL,
    operation text NOT NULL,
    row_count integer NOT NULL,
    before jsonb,
    after jsonb,
    digest bytea NOT NULL,
    CONSTRAINT change_has_rows CHECK (((row_count > 0) AND (num_nonnulls(before, after) > 0))),
    CONSTRAINT images_are_lists CHECK (((jsonb_typeof(before) = 'array'::text) AND (jsonb_typeof(after) = 'array'::text))),
    CONSTRAINT operation_is_insert_update_or_delete CHECK ((operation = ANY (ARRAY['insert'::text, 'update'::text, 'delete'::text])))
);
ALTER TABLE ONLY public.audit_changes ALTER COLUMN table_name SET STATISTICS 0;
ALTER TABLE ONLY public.audit_changes ALTER COLUMN operation SET STATISTICS 0;
ALTER TABLE ONLY public.audit_changes ALTER COLUMN before SET STATISTICS 0;
ALTER TABLE ONLY public.audit_changes ALTER COLUMN after SET STATISTICS 0;
ALTER TABLE ONLY public.audit_changes ALTER COLUMN digest SET STATISTICS 0;

ALTER TABLE ONLY public.audit_changes FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.audit_changes IS 'The rows that a statement changed, as they were before and after it, up to 500 at a time.';

COMMENT ON COLUMN public.audit_changes.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.audit_changes.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.audit_changes.event_id IS 'The event that they belong to.';

COMMENT ON COLUMN public.audit_changes."position" IS 'The order in which changes happened.';

COMMENT ON COLUMN public.audit_changes.table_name IS 'The table.';

COMMENT ON COLUMN public.audit_changes.operation IS 'insert, update or delete.';

COMMENT ON COLUMN public.audit_changes.row_count IS 'How many rows.';

COMMENT ON COLUMN public.audit_changes.before IS 'The rows as they were, a list; null for an insert.';

COMMENT ON COLUMN public.audit_changes.after IS 'The rows as they are since, a list; null for a delete.';

COMMENT ON COLUMN public.audit_changes.digest IS 'The SHA-256 of the change, which the hash of its event covers.';

CREATE TABLE public.audit_events (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    event_type text NOT NULL,
    payload jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    actor text,
    command text,
    undoes uuid,
    sequence bigint,
    previous_hash bytea,
    hash bytea,
    CONSTRAINT event_is_sealed_as_a_whole CHECK ((num_nulls(sequence, hash, actor) = ANY (ARRAY[0, 3]))),
    CONSTRAINT event_type_is_1_to_100_characters CHECK (((char_length(event_type) >= 1) AND (char_length(event_type) <= 100))),
    CONSTRAINT payload_is_an_object CHECK ((jsonb_typeof(payload) = 'object'::text))
);
ALTER TABLE ONLY public.audit_events ALTER COLUMN event_type SET STATISTICS 0;
ALTER TABLE ONLY public.audit_events ALTER COLUMN payload SET STATISTICS 0;
ALTER TABLE ONLY public.audit_events ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.audit_events ALTER COLUMN actor SET STATISTICS 0;
ALTER TABLE ONLY public.audit_events ALTER COLUMN command SET STATISTICS 0;
ALTER TABLE ONLY public.audit_events ALTER COLUMN previous_hash SET STATISTICS 0;
ALTER TABLE ONLY public.audit_events ALTER COLUMN hash SET STATISTICS 0;

ALTER TABLE ONLY public.audit_events FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.audit_events IS 'What each transaction changed in a user''s books, sealed in a chain of hashes.';

COMMENT ON COLUMN public.audit_events.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.audit_events.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.audit_events.event_type IS 'The command, such as expense.add, or the tables that another program changed.';

COMMENT ON COLUMN public.audit_events.payload IS 'A summary of what was changed.';

COMMENT ON COLUMN public.audit_events.created_at IS 'When it was done.';

COMMENT ON COLUMN public.audit_events.actor IS 'The login that did it; null until the event is sealed.';

COMMENT ON COLUMN public.audit_events.command IS 'The command as it was typed; null from other programs.';

COMMENT ON COLUMN public.audit_events.undoes IS 'The event that this one took back; null for none.';

COMMENT ON COLUMN public.audit_events.sequence IS 'Its number among the events of the user, from 1 without gaps.';

COMMENT ON COLUMN public.audit_events.previous_hash IS 'The hash of the event before it; null for the first.';

COMMENT ON COLUMN public.audit_events.hash IS 'The SHA-256 of all that the event says, and of the hash before it.';

CREATE FUNCTION public.figure_changes(of_user uuid, after_sequence bigint) RETURNS TABLE(sequence bigint, event_id uuid, place integer, figure text, month date, change numeric, entries bigint)
    LANGUAGE sql STABLE STRICT ROWS 100 PARALLEL SAFE
    BEGIN ATOMIC
 SELECT events.sequence,
     events.id,
     figures.place,
     figures.name,
     public.first_of_month(moved.year, moved.month) AS month,
     sum(moved.amount) AS sum,
     sum(moved.entries) AS sum
    FROM (((( SELECT audit_events.id,
             audit_events.sequence
            FROM public.audit_events
           WHERE ((audit_events.user_id = figure_changes.of_user) AND (audit_events.sequence > figure_changes.after_sequence))
          OFFSET 0) events
      CROSS JOIN LATERAL ( SELECT audit_changes.table_name,
             audit_changes.before,
             audit_changes.after
            FROM public.audit_changes
           WHERE ((audit_changes.user_id = figure_changes.of_user) AND (audit_changes.event_id = events.id))
          OFFSET 0) changes)
      JOIN ( VALUES (1,'net worth'::text,'asset_inputs'::text,'total'::text), (2,'income'::text,'incoming_items'::text,'amount'::text), (3,'expenses'::text,'expense_items'::text,'amount'::text)) figures(place, name, table_name, column_name) ON ((figures.table_name = changes.table_name)))
      CROSS JOIN LATERAL ( SELECT ((kept.image ->> 'year'::text))::integer AS year,
             ((kept.image ->> 'month'::text))::integer AS month,
             ((sides.entries)::numeric * ((kept.image ->> figures.column_name))::numeric) AS amount,
             sides.entries
            FROM (( VALUES ('-1'::integer,changes.before), (1,changes.after)) sides(entries, images)
              CROSS JOIN LATERAL jsonb_array_elements(sides.images) kept(image))) moved)
   GROUP BY events.sequence, events.id, figures.place, figures.name, moved.year, moved.month
  HAVING ((sum(moved.amount) <> (0)::numeric) OR (sum(moved.entries) <> 0));
END;

COMMENT ON FUNCTION public.figure_changes(of_user uuid, after_sequence bigint) IS 'What each event after another did to net worth, income and expenses, by month, with the number of entries.';

CREATE FUNCTION public.follow_month_begins() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF current_setting('finally.months', true) = 'as they are' THEN
        RETURN NULL;
    END IF;
    PERFORM FROM public.users WHERE id = NEW.id FOR UPDATE;
    PERFORM public.move_to_their_months(NEW.id);
    RETURN NULL;
END
$$;

CREATE TABLE public.goal_parts (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    goal_id uuid NOT NULL,
    asset_id uuid,
    category_id uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT goal_part_is_an_asset_or_a_category CHECK ((num_nonnulls(asset_id, category_id) = 1))
);
ALTER TABLE ONLY public.goal_parts ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.goal_parts ALTER COLUMN updated_at SET STATISTICS 0;

ALTER TABLE ONLY public.goal_parts FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.goal_parts IS 'The assets, debts and categories that count towards a goal; without any, all do.';

COMMENT ON COLUMN public.goal_parts.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.goal_parts.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.goal_parts.goal_id IS 'The goal.';

COMMENT ON COLUMN public.goal_parts.asset_id IS 'The asset or debt that counts; null where a category does.';

COMMENT ON COLUMN public.goal_parts.category_id IS 'The category whose assets or debts count; null where a single one does.';

COMMENT ON COLUMN public.goal_parts.created_at IS 'When the row was added.';

COMMENT ON COLUMN public.goal_parts.updated_at IS 'When the row was last changed, kept by a trigger.';

CREATE TABLE public.goals (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    goal_name text NOT NULL,
    amount numeric(24,4),
    months_of_spending numeric(9,2),
    times_yearly_spending numeric(9,2),
    from_amount numeric(24,4) DEFAULT 0 NOT NULL,
    due_month date,
    closed_on date,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT goal_amount_is_above_zero CHECK (((amount > (0)::numeric) AND (amount <> 'NaN'::numeric))),
    CONSTRAINT goal_begins_at_a_number CHECK ((from_amount <> 'NaN'::numeric)),
    CONSTRAINT goal_closes_with_a_month CHECK (((closed_on >= '2000-01-01'::date) AND (closed_on <= '2100-12-01'::date) AND (EXTRACT(day FROM closed_on) = (1)::numeric))),
    CONSTRAINT goal_ends_with_a_month CHECK (((due_month >= '2000-01-01'::date) AND (due_month <= '2100-12-01'::date) AND (EXTRACT(day FROM due_month) = (1)::numeric))),
    CONSTRAINT goal_is_measured_in_one_way CHECK ((num_nonnulls(amount, months_of_spending, times_yearly_spending) = 1)),
    CONSTRAINT goal_name_has_no_spaces_around_it CHECK ((goal_name = btrim(goal_name))),
    CONSTRAINT goal_name_is_1_to_100_characters CHECK (((char_length(goal_name) >= 1) AND (char_length(goal_name) <= 100))),
    CONSTRAINT months_of_spending_between_0_and_1200 CHECK (((months_of_spending > (0)::numeric) AND (months_of_spending <= (1200)::numeric))),
    CONSTRAINT times_yearly_spending_between_0_and_1200 CHECK (((times_yearly_spending > (0)::numeric) AND (times_yearly_spending <= (1200)::numeric)))
);
ALTER TABLE ONLY public.goals ALTER COLUMN goal_name SET STATISTICS 0;
ALTER TABLE ONLY public.goals ALTER COLUMN amount SET STATISTICS 0;
ALTER TABLE ONLY public.goals ALTER COLUMN months_of_spending SET STATISTICS 0;
ALTER TABLE ONLY public.goals ALTER COLUMN times_yearly_spending SET STATISTICS 0;
ALTER TABLE ONLY public.goals ALTER COLUMN from_amount SET STATISTICS 0;
ALTER TABLE ONLY public.goals ALTER COLUMN due_month SET STATISTICS 0;
ALTER TABLE ONLY public.goals ALTER COLUMN closed_on SET STATISTICS 0;
ALTER TABLE ONLY public.goals ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.goals ALTER COLUMN updated_at SET STATISTICS 0;

ALTER TABLE ONLY public.goals FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.goals IS 'What somebody saves for, or pays off.';

COMMENT ON COLUMN public.goals.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.goals.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.goals.goal_name IS 'What it is called; no two of a user are called alike, whatever the case.';

COMMENT ON COLUMN public.goals.amount IS 'How much it is; null where it follows from what is spent.';

COMMENT ON COLUMN public.goals.months_of_spending IS 'How many months of the usual spending it is; null where it is something else.';

COMMENT ON COLUMN public.goals.times_yearly_spending IS 'How many years of the usual spending it is; null where it is something else.';

COMMENT ON COLUMN public.goals.from_amount IS 'What was there already and is not counted; below zero, what was owed.';

COMMENT ON COLUMN public.goals.due_month IS 'The first day of the month at whose end it should be reached; null for no such month.';

COMMENT ON COLUMN public.goals.closed_on IS 'The first day of the month in which it was closed; null while it is open.';

COMMENT ON COLUMN public.goals.created_at IS 'When the row was added.';

COMMENT ON COLUMN public.goals.updated_at IS 'When the row was last changed, kept by a trigger.';

CREATE FUNCTION public.goal_assets(of_user uuid) RETURNS TABLE(goal_id uuid, asset_id uuid, closed_month date)
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT goals.id AS goal_id,
     assets.id AS asset_id,
     (date_trunc('month'::text, (assets.closed_on)::timestamp with time zone))::date AS closed_month
    FROM (public.goals
      CROSS JOIN public.assets)
   WHERE ((goals.user_id = goal_assets.of_user) AND (assets.user_id = goal_assets.of_user) AND ((NOT (EXISTS ( SELECT
            FROM public.goal_parts
           WHERE ((goal_parts.user_id = goal_assets.of_user) AND (goal_parts.goal_id = goals.id))))) OR (EXISTS ( SELECT
            FROM public.goal_parts
           WHERE ((goal_parts.user_id = goal_assets.of_user) AND (goal_parts.goal_id = goals.id) AND ((goal_parts.asset_id = assets.id) OR (goal_parts.category_id = assets.category_id)))))));
END;

COMMENT ON FUNCTION public.goal_assets(of_user uuid) IS 'The assets and debts that each goal of a user counts, with the month in which each was closed.';

CREATE FUNCTION public.months_apart(earlier date, later date) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (((12 * (public.year_of(later) - public.year_of(earlier))) + public.month_of(later)) - public.month_of(earlier));

COMMENT ON FUNCTION public.months_apart(earlier date, later date) IS 'How many months a month is after another.';

CREATE FUNCTION public.newest_value(of_user uuid, of_asset uuid, up_to date) RETURNS TABLE(period date, total numeric, native_amount numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT asset_inputs.period,
     asset_inputs.total,
     asset_inputs.native_amount
    FROM public.asset_inputs
   WHERE ((asset_inputs.user_id = newest_value.of_user) AND (asset_inputs.asset_id = newest_value.of_asset) AND (ROW(asset_inputs.year, asset_inputs.month) <= ROW(public.year_of(newest_value.up_to), public.month_of(newest_value.up_to))))
   ORDER BY asset_inputs.year DESC, asset_inputs.month DESC
  LIMIT 1;
END;

COMMENT ON FUNCTION public.newest_value(of_user uuid, of_asset uuid, up_to date) IS 'The newest value of a user''s asset up to a month.';

CREATE TABLE public.networth_materialized (
    user_id uuid NOT NULL,
    year integer NOT NULL,
    month integer NOT NULL,
    period date GENERATED ALWAYS AS (public.first_of_month(year, month)) STORED NOT NULL,
    net_worth numeric(28,4) NOT NULL,
    snapshots integer NOT NULL,
    computed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT month_between_1_and_12 CHECK (((month >= 1) AND (month <= 12))),
    CONSTRAINT net_worth_is_a_number CHECK ((net_worth <> 'NaN'::numeric)),
    CONSTRAINT year_between_2000_and_2100 CHECK (((year >= 2000) AND (year <= 2100)))
);
ALTER TABLE ONLY public.networth_materialized ALTER COLUMN period SET STATISTICS 0;
ALTER TABLE ONLY public.networth_materialized ALTER COLUMN net_worth SET STATISTICS 0;
ALTER TABLE ONLY public.networth_materialized ALTER COLUMN computed_at SET STATISTICS 0;

ALTER TABLE ONLY public.networth_materialized FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.networth_materialized IS 'The net worth of each month that has values, kept true by triggers in the transaction that changes one.';

COMMENT ON COLUMN public.networth_materialized.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.networth_materialized.year IS 'The year of the month, 2000 to 2100.';

COMMENT ON COLUMN public.networth_materialized.month IS 'The month of the year, 1 to 12.';

COMMENT ON COLUMN public.networth_materialized.period IS 'The first day of the month, generated from year and month.';

COMMENT ON COLUMN public.networth_materialized.net_worth IS 'The sum of the month''s values, debts being below zero.';

COMMENT ON COLUMN public.networth_materialized.snapshots IS 'How many values the month has.';

COMMENT ON COLUMN public.networth_materialized.computed_at IS 'When a value of the month last changed.';

CREATE FUNCTION public.goal_changes(of_user uuid, up_to date, this_month date) RETURNS TABLE(goal_id uuid, first_month date, last_month date, months integer, change numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 WITH ended AS (
          SELECT kept.year,
             kept.month,
             kept.period
            FROM public.networth_materialized kept
           WHERE ((kept.user_id = goal_changes.of_user) AND (ROW(kept.year, kept.month) <= ROW(public.year_of(goal_changes.up_to), public.month_of(goal_changes.up_to))) AND (ROW(kept.year, kept.month) < ROW(public.year_of(goal_changes.this_month), public.month_of(goal_changes.this_month))))
           ORDER BY kept.year DESC, kept.month DESC
          LIMIT 1
         ), begun AS (
          SELECT kept.period
            FROM public.networth_materialized kept
           WHERE ((kept.user_id = goal_changes.of_user) AND (ROW(kept.year, kept.month) >= ROW(( SELECT (ended.year - 1)
                    FROM ended), ( SELECT ended.month
                    FROM ended))) AND (ROW(kept.year, kept.month) < ROW(( SELECT ended.year
                    FROM ended), ( SELECT ended.month
                    FROM ended))))
           ORDER BY kept.year, kept.month
          LIMIT 1
         ), counted AS MATERIALIZED (
          SELECT goal_assets.goal_id,
             goal_assets.asset_id,
             goal_assets.closed_month
            FROM public.goal_assets(goal_changes.of_user) goal_assets(goal_id, asset_id, closed_month)
         ), spans AS (
          SELECT counted_1.goal_id,
             GREATEST(min(oldest.period), begun.period) AS first_month,
             ended.period AS last_month
            FROM (((counted counted_1
              CROSS JOIN begun)
              CROSS JOIN ended)
              CROSS JOIN LATERAL ( SELECT asset_inputs.period
                    FROM public.asset_inputs
                   WHERE ((asset_inputs.user_id = goal_changes.of_user) AND (asset_inputs.asset_id = counted_1.asset_id))
                   ORDER BY asset_inputs.year, asset_inputs.month
                  LIMIT 1) oldest)
           GROUP BY counted_1.goal_id, begun.period, ended.period
         )
  SELECT spans.goal_id,
     spans.first_month,
     spans.last_month,
     public.months_apart(spans.first_month, spans.last_month) AS months,
     (COALESCE(sum(present.total), (0)::numeric) - COALESCE(sum(COALESCE(past.total, begun_with.total)), (0)::numeric)) AS change
    FROM ((((spans
      JOIN counted ON ((counted.goal_id = spans.goal_id)))
      LEFT JOIN LATERAL public.newest_value(goal_changes.of_user, counted.asset_id, spans.first_month) past(period, total, native_amount) ON (true))
      LEFT JOIN LATERAL public.newest_value(goal_changes.of_user, counted.asset_id, spans.last_month) present(period, total, native_amount) ON (true))
      LEFT JOIN LATERAL ( SELECT
                 CASE
                     WHEN (asset_inputs.contribution IS NULL) THEN asset_inputs.total
                     ELSE NULL::numeric
                 END AS total
            FROM public.asset_inputs
           WHERE ((asset_inputs.user_id = goal_changes.of_user) AND (asset_inputs.asset_id = counted.asset_id))
           ORDER BY asset_inputs.year, asset_inputs.month
          LIMIT 1) begun_with ON (((past.total IS NULL) AND (present.total IS NOT NULL))))
   WHERE (spans.first_month < spans.last_month)
   GROUP BY spans.goal_id, spans.first_month, spans.last_month;
END;

COMMENT ON FUNCTION public.goal_changes(of_user uuid, up_to date, this_month date) IS 'How what each goal of a user counts has changed in the year up to a month, of the months that are over.';

CREATE TABLE public.asset_categories (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid,
    code text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    sort_order integer DEFAULT 1000 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT category_name_is_1_to_100_characters CHECK (((char_length(btrim(name)) >= 1) AND (char_length(name) <= 100))),
    CONSTRAINT code_is_1_to_40_capitals_digits_or_underscores CHECK ((code ~ '^[A-Z][A-Z0-9_]{0,39}$'::text)),
    CONSTRAINT kind_is_asset_or_liability CHECK ((kind = ANY (ARRAY['asset'::text, 'liability'::text])))
);
ALTER TABLE ONLY public.asset_categories ALTER COLUMN code SET STATISTICS 0;
ALTER TABLE ONLY public.asset_categories ALTER COLUMN name SET STATISTICS 0;
ALTER TABLE ONLY public.asset_categories ALTER COLUMN kind SET STATISTICS 0;
ALTER TABLE ONLY public.asset_categories ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.asset_categories ALTER COLUMN updated_at SET STATISTICS 0;

ALTER TABLE ONLY public.asset_categories FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.asset_categories IS 'The kinds of assets and debts: built in, or a user''s own.';

COMMENT ON COLUMN public.asset_categories.id IS 'What the category is known by.';

COMMENT ON COLUMN public.asset_categories.user_id IS 'Whose own it is; null for what is built in.';

COMMENT ON COLUMN public.asset_categories.code IS 'Its short name in capitals, such as ETF_STOCKS.';

COMMENT ON COLUMN public.asset_categories.name IS 'Its name as it is shown.';

COMMENT ON COLUMN public.asset_categories.kind IS 'asset, or liability for debts.';

COMMENT ON COLUMN public.asset_categories.sort_order IS 'Its place in lists, the lowest first.';

COMMENT ON COLUMN public.asset_categories.created_at IS 'When the row was added.';

COMMENT ON COLUMN public.asset_categories.updated_at IS 'When the row was last changed, kept by a trigger.';

CREATE FUNCTION public.goal_words(of_user uuid) RETURNS TABLE(goal_id uuid, counted text, is_of_debts boolean)
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT goal_parts.goal_id,
     string_agg(COALESCE(assets.asset_name, asset_categories.name), ', '::text ORDER BY (public.folded(COALESCE(assets.asset_name, asset_categories.name))), goal_parts.id) AS counted,
     bool_and((asset_categories.kind = 'liability'::text)) AS is_of_debts
    FROM ((public.goal_parts
      LEFT JOIN public.assets ON (((assets.user_id = goal_words.of_user) AND (assets.id = goal_parts.asset_id))))
      JOIN public.asset_categories ON ((asset_categories.id = COALESCE(goal_parts.category_id, assets.category_id))))
   WHERE (goal_parts.user_id = goal_words.of_user)
   GROUP BY goal_parts.goal_id;
END;

COMMENT ON FUNCTION public.goal_words(of_user uuid) IS 'What each goal of a user counts by name, and whether that is debts alone; none for those that count all.';

CREATE FUNCTION public.missing_assets(of_user uuid, of_month date) RETURNS TABLE(asset_id uuid, category_id uuid)
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT asset_spans.asset_id,
     asset_spans.category_id
    FROM public.asset_spans
   WHERE ((asset_spans.user_id = missing_assets.of_user) AND (asset_spans.first_month <= missing_assets.of_month) AND ((asset_spans.closed_month IS NULL) OR (asset_spans.closed_month > missing_assets.of_month)) AND (NOT (EXISTS ( SELECT
            FROM public.asset_inputs
           WHERE ((asset_inputs.user_id = missing_assets.of_user) AND (asset_inputs.asset_id = asset_spans.asset_id) AND (asset_inputs.year = public.year_of(missing_assets.of_month)) AND (asset_inputs.month = public.month_of(missing_assets.of_month)))))));
END;

COMMENT ON FUNCTION public.missing_assets(of_user uuid, of_month date) IS 'The assets of a user that a month has no value of, though it should.';

CREATE FUNCTION public.goal_worth(of_user uuid, of_month date) RETURNS TABLE(goal_id uuid, value numeric, carried bigint, missing bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT counted.goal_id,
     sum(present.total) AS value,
     count(*) FILTER (WHERE present.carried) AS carried,
     count(absent.asset_id) AS missing
    FROM ((public.goal_assets(goal_worth.of_user) counted(goal_id, asset_id, closed_month)
      LEFT JOIN public.asset_inputs present ON (((present.user_id = goal_worth.of_user) AND (present.asset_id = counted.asset_id) AND (present.year = public.year_of(goal_worth.of_month)) AND (present.month = public.month_of(goal_worth.of_month)))))
      LEFT JOIN public.missing_assets(goal_worth.of_user, goal_worth.of_month) absent(asset_id, category_id) ON ((absent.asset_id = counted.asset_id)))
   GROUP BY counted.goal_id;
END;

COMMENT ON FUNCTION public.goal_worth(of_user uuid, of_month date) IS 'What each goal of a user counts is worth in a month, with how many values were carried or are missing.';

CREATE FUNCTION public.growth_of(change numeric, before numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (abs(change) < ((1000)::numeric * abs(before))) THEN round(((change * 1.000000000000) / abs(before)), 6) ELSE NULL::numeric END;

COMMENT ON FUNCTION public.growth_of(change numeric, before numeric) IS 'A change as a fraction of what was there before; null where that was nothing, or next to nothing.';

CREATE FUNCTION public.hold_books(whose uuid) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF whose IS DISTINCT FROM public.own_open_books() THEN
        RAISE EXCEPTION USING
            ERRCODE = 'insufficient_privilege',
            MESSAGE = 'a month is closed and reopened by whoever keeps the books';
    ELSIF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'invalid_transaction_state',
            MESSAGE = 'a month is closed and reopened in a transaction that is READ COMMITTED';
    END IF;
    PERFORM FROM public.users WHERE id = whose FOR UPDATE;
    UPDATE public.users SET updated_at = now() WHERE id = whose;
END
$$;

CREATE FUNCTION public.hold_closed_months(held_table text, measure text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
BEGIN
    EXECUTE format(
        $triggers$
        CREATE TRIGGER closed_months_are_kept_on_insert AFTER INSERT ON public.%1$I
            REFERENCING NEW TABLE AS added
            FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months(%1$L, %2$L);
        CREATE TRIGGER closed_months_are_kept_on_update AFTER UPDATE ON public.%1$I
            REFERENCING OLD TABLE AS removed NEW TABLE AS added
            FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months(%1$L, %2$L);
        CREATE TRIGGER closed_months_are_kept_on_delete AFTER DELETE ON public.%1$I
            REFERENCING OLD TABLE AS removed
            FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months(%1$L, %2$L);
        CREATE TRIGGER closed_months_are_kept_on_truncate BEFORE TRUNCATE ON public.%1$I
            FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months(%1$L, %2$L)
        $triggers$,
        held_table,
        measure
    );
END
$_$;

CREATE FUNCTION public.images_agree(kept jsonb, present jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN ((NOT (kept IS DISTINCT FROM present)) OR ((kept IS NOT NULL) AND (present IS NOT NULL) AND (NOT (EXISTS (SELECT FROM (jsonb_each(images_agree.kept) past(key, value) JOIN jsonb_each(images_agree.present) live(key, value) ON ((live.key = past.key))) WHERE (live.value <> past.value))))));

COMMENT ON FUNCTION public.images_agree(kept jsonb, present jsonb) IS 'Whether two images of a row in the audit agree.';

CREATE FUNCTION public.newest_quantity(of_user uuid, of_asset uuid, up_to date) RETURNS TABLE(period date, quantity numeric, price numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT asset_inputs.period,
     asset_inputs.quantity,
     asset_inputs.price
    FROM public.asset_inputs
   WHERE ((asset_inputs.user_id = newest_quantity.of_user) AND (asset_inputs.asset_id = newest_quantity.of_asset) AND (ROW(asset_inputs.year, asset_inputs.month) <= ROW(public.year_of(newest_quantity.up_to), public.month_of(newest_quantity.up_to))) AND (asset_inputs.quantity IS NOT NULL))
   ORDER BY asset_inputs.year DESC, asset_inputs.month DESC
  LIMIT 1;
END;

COMMENT ON FUNCTION public.newest_quantity(of_user uuid, of_asset uuid, up_to date) IS 'The newest quantity of an asset that was recorded up to a month, with its month and price.';

CREATE FUNCTION public.is_put_in_known(of_user uuid, of_asset uuid, from_month date, to_month date) RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN ((EXISTS (SELECT FROM public.contributed_months(is_put_in_known.of_user, is_put_in_known.of_asset, is_put_in_known.to_month) contributed_months(period))) OR ((EXISTS (SELECT FROM (public.newest_value(is_put_in_known.of_user, is_put_in_known.of_asset, is_put_in_known.to_month) newest(period, total, native_amount) JOIN public.newest_quantity(is_put_in_known.of_user, is_put_in_known.of_asset, is_put_in_known.to_month) held(period, quantity, price) ON ((held.period = newest.period))))) AND (NOT (EXISTS (SELECT FROM public.asset_inputs WHERE ((asset_inputs.user_id = is_put_in_known.of_user) AND (asset_inputs.asset_id = is_put_in_known.of_asset) AND ((ROW(asset_inputs.year, asset_inputs.month) >= ROW(public.year_of((is_put_in_known.from_month - 1)), public.month_of((is_put_in_known.from_month - 1)))) AND (ROW(asset_inputs.year, asset_inputs.month) <= ROW(public.year_of(is_put_in_known.to_month), public.month_of(is_put_in_known.to_month)))) AND (asset_inputs.quantity IS NULL)))))));

COMMENT ON FUNCTION public.is_put_in_known(of_user uuid, of_asset uuid, from_month date, to_month date) IS 'Whether it is on record in some months what was put into a user''s asset, or follows from its quantities.';

CREATE FUNCTION public.items_in_other_months(of_user uuid, begins integer) RETURNS TABLE(noun text, id uuid, period date, its_month date, is_kept boolean)
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT 'income'::text AS noun,
     incoming_items.id,
     incoming_items.period,
     public.month_of_day(incoming_items.received_on, items_in_other_months.begins) AS its_month,
     COALESCE((LEAST(incoming_items.period, public.month_of_day(incoming_items.received_on, items_in_other_months.begins)) <= ( SELECT public.closed_through(items_in_other_months.of_user) AS closed_through)), false) AS is_kept
    FROM public.incoming_items
   WHERE ((incoming_items.user_id = items_in_other_months.of_user) AND (incoming_items.period <> public.month_of_day(incoming_items.received_on, items_in_other_months.begins)))
 UNION ALL
  SELECT 'expense'::text AS noun,
     expense_items.id,
     expense_items.period,
     public.month_of_day(expense_items.spent_on, items_in_other_months.begins) AS its_month,
     COALESCE((LEAST(expense_items.period, public.month_of_day(expense_items.spent_on, items_in_other_months.begins)) <= ( SELECT public.closed_through(items_in_other_months.of_user) AS closed_through)), false) AS is_kept
    FROM public.expense_items
   WHERE ((expense_items.user_id = items_in_other_months.of_user) AND (expense_items.period <> public.month_of_day(expense_items.spent_on, items_in_other_months.begins)));
END;

COMMENT ON FUNCTION public.items_in_other_months(of_user uuid, begins integer) IS 'The incomes and expenses of a user whose day lies in another month than they are in, with that month.';

CREATE FUNCTION public.keep_changes() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET "TimeZone" TO 'UTC'
    SET bytea_output TO 'hex'
    AS $_$
DECLARE
    pairs text;
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NOT EXISTS (SELECT FROM added) THEN
            RETURN NULL;
        END IF;
        pairs := 'SELECT added.%1$I AS user_id, ''insert'' AS operation, NULL::record AS past, present'
            ' FROM added CROSS JOIN LATERAL (SELECT %3$s) AS present';
    ELSIF NOT EXISTS (SELECT FROM removed) THEN
        RETURN NULL;
    ELSIF TG_OP = 'DELETE' THEN
        pairs := 'SELECT removed.%1$I AS user_id, ''delete'' AS operation, past, NULL::record AS present'
            ' FROM removed CROSS JOIN LATERAL (SELECT %2$s) AS past';
    ELSE
        pairs := 'SELECT coalesce(added.%1$I, removed.%1$I) AS user_id,'
            ' CASE WHEN removed.id IS NULL THEN ''insert'' WHEN added.id IS NULL THEN ''delete'''
            ' ELSE ''update'' END AS operation, past, present'
            ' FROM removed FULL JOIN added ON added.id = removed.id AND added.%1$I = removed.%1$I'
            ' CROSS JOIN LATERAL (SELECT %2$s) AS past CROSS JOIN LATERAL (SELECT %3$s) AS present'
            ' WHERE past IS DISTINCT FROM present';
    END IF;
    EXECUTE format(
        $insert$
        INSERT INTO public.audit_changes
            (user_id, event_id, table_name, operation, row_count, before, after, digest)
        SELECT
            user_id,
            event_id,
            $1,
            operation,
            row_count,
            before,
            after,
            public.change_digest(user_id, event_id, $1, operation, before, after)
        FROM (
            SELECT
                user_id,
                operation,
                public.open_event(user_id) AS event_id,
                count(*)::integer AS row_count,
                (json_agg(past) FILTER (WHERE operation <> 'insert'))::jsonb AS before,
                (json_agg(present) FILTER (WHERE operation <> 'delete'))::jsonb AS after
            FROM (
                SELECT
                    user_id,
                    operation,
                    (row_number() OVER () - 1) / 500 AS chunk,
                    past,
                    present
                FROM (%s) AS pairs
                WHERE user_id IS NOT NULL
            ) AS rows
            GROUP BY user_id, operation, chunk
            ORDER BY user_id, operation, chunk
        ) AS chunks
        $insert$,
        format(
            pairs,
            TG_ARGV[1],
            public.written_columns(TG_ARGV[0], 'removed.@'),
            public.written_columns(TG_ARGV[0], 'added.@')
        )
    )
    USING TG_ARGV[0];
    RETURN NULL;
END
$_$;

CREATE FUNCTION public.keep_closed_currency() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    through date;
BEGIN
    through := public.closed_through(OLD.id);
    IF through IS NOT NULL THEN
        PERFORM public.refuse_closed_month(OLD.id, through, format('its figures are in %s', OLD.base_currency));
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.keep_closed_months() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    identity text := current_setting('finally.user_id', true);
    owners uuid[];
    months date[];
    through date;
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        SELECT array_agg(id), array_agg(date '2000-01-01') INTO owners, months FROM public.users;
    ELSIF TG_ARGV[1] = 'month' AND TG_OP = 'INSERT' THEN
        SELECT array_agg(user_id), array_agg(first) INTO owners, months
        FROM (SELECT user_id, min(period) AS first FROM added GROUP BY user_id) AS touched;
    ELSIF TG_ARGV[1] = 'month' AND TG_OP = 'DELETE' THEN
        SELECT array_agg(user_id), array_agg(first) INTO owners, months
        FROM (SELECT user_id, min(period) AS first FROM removed GROUP BY user_id) AS touched;
    ELSIF TG_ARGV[1] = 'month' THEN
        SELECT array_agg(user_id), array_agg(first) INTO owners, months
        FROM (
            SELECT user_id, min(period) AS first
            FROM (
                SELECT user_id, period FROM removed
                UNION ALL
                SELECT user_id, period FROM added
            ) AS images
            GROUP BY user_id
        ) AS touched;
    ELSE
        -- A bank row that is the same in what counts is there twice, as it was and as it is.
        EXECUTE format(
            CASE TG_ARGV[1]
                WHEN 'year' THEN
                    'SELECT array_agg(user_id), array_agg(first) FROM ('
                    ' SELECT user_id, min(make_date(year, 12, 1)) AS first FROM (%s) AS images GROUP BY user_id'
                    ') AS touched'
                ELSE
                    'SELECT array_agg(user_id), array_agg(first) FROM ('
                    ' SELECT user_id, min(date_trunc(''month'', day)::date) AS first FROM ('
                    '  SELECT user_id, day FROM (%s) AS images WHERE decision = ''contribution'''
                    '  GROUP BY user_id, id, day, asset_id, contributed HAVING count(*) = 1'
                    ' ) AS changed GROUP BY user_id'
                    ') AS touched'
            END,
            CASE TG_OP
                WHEN 'INSERT' THEN 'TABLE added'
                WHEN 'DELETE' THEN 'TABLE removed'
                ELSE 'TABLE removed UNION ALL TABLE added'
            END
        )
        INTO owners, months;
    END IF;

    FOR place IN 1 .. coalesce(cardinality(owners), 0) LOOP
        PERFORM set_config('finally.user_id', owners[place]::text, true);  -- the owner may be held by row security
        IF current_setting('transaction_isolation') = 'read committed' THEN
            PERFORM FROM public.users WHERE id = owners[place] FOR KEY SHARE;
        ELSE
            PERFORM FROM public.users WHERE id = owners[place] FOR SHARE;
        END IF;
        through := public.closed_through(owners[place]);
        IF TG_OP = 'TRUNCATE' AND through IS NOT NULL THEN
            PERFORM public.refuse_closed_month(owners[place], through, NULL);
        ELSIF months[place] <= through THEN
            PERFORM public.refuse_closed_month(owners[place], months[place], NULL);
        END IF;
    END LOOP;
    PERFORM set_config('finally.user_id', coalesce(identity, ''), true);
    RETURN NULL;
END
$$;

CREATE FUNCTION public.keep_copies() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    owners uuid[];
    changed_assets uuid[];
    changed_months date[];
BEGIN
    IF current_setting('finally.copies', true) = 'as they are' THEN
        RETURN NULL;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(user_id), array_agg(asset_id), array_agg(period)
        INTO owners, changed_assets, changed_months
        FROM (
            SELECT user_id, asset_id, min(period) AS period
            FROM removed
            GROUP BY user_id, asset_id
        ) AS changed;
    ELSE
        SELECT array_agg(user_id), array_agg(asset_id), array_agg(period)
        INTO owners, changed_assets, changed_months
        FROM (
            SELECT user_id, asset_id, min(period) AS period
            FROM (
                SELECT user_id, asset_id, period
                FROM (TABLE removed UNION ALL TABLE added) AS images
                GROUP BY
                    user_id, asset_id, period, total, native_amount, currency, rate, quantity, price, carried
                HAVING count(*) = 1  -- a month holds one value: twice there, it is as it was
            ) AS moved
            GROUP BY user_id, asset_id
        ) AS changed;
    END IF;
    IF owners IS NOT NULL THEN
        PERFORM public.correct_copies(owners, changed_assets, changed_months);
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.keep_networth() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        TRUNCATE public.networth_materialized;
        RETURN NULL;
    END IF;

    EXECUTE format(
        $upsert$
        INSERT INTO public.networth_materialized AS kept
            (user_id, year, month, net_worth, snapshots, computed_at)
        SELECT
            user_id,
            year,
            month,
            sum(total),
            sum(snapshots),
            now()
        FROM (%s) AS change
        GROUP BY user_id, year, month
        HAVING sum(total) <> 0 OR sum(snapshots) <> 0
        ORDER BY user_id, year, month
        ON CONFLICT (user_id, year, month) DO UPDATE SET
            net_worth = kept.net_worth + excluded.net_worth,
            snapshots = kept.snapshots + excluded.snapshots,
            computed_at = excluded.computed_at
        $upsert$,
        CASE TG_OP
            WHEN 'INSERT' THEN
                'SELECT user_id, year, month, total, 1 AS snapshots FROM added'
            WHEN 'DELETE' THEN
                'SELECT user_id, year, month, -total AS total, -1 AS snapshots FROM removed'
            WHEN 'UPDATE' THEN
                'SELECT user_id, year, month, total, 1 AS snapshots FROM added'
                ' UNION ALL '
                'SELECT user_id, year, month, -total, -1 FROM removed'
        END
    );

    IF TG_OP IN ('UPDATE', 'DELETE') THEN
        EXECUTE
            $empty$
            DELETE FROM public.networth_materialized
            WHERE snapshots = 0
              AND (user_id, year, month) IN (SELECT user_id, year, month FROM removed)
            $empty$;
    END IF;
    RETURN NULL;
END
$_$;

CREATE FUNCTION public.keep_truncated() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    identity text := current_setting('finally.user_id', true);
    whose uuid;
BEGIN
    FOR whose IN SELECT id FROM public.users ORDER BY id LOOP
        PERFORM set_config('finally.user_id', whose::text, true);
        PERFORM public.keep_whole_table(whose, TG_ARGV[0], 'delete');
    END LOOP;
    PERFORM set_config('finally.user_id', coalesce(identity, ''), true);
    RETURN NULL;
END
$$;

CREATE FUNCTION public.keep_whole_table(whose uuid, kept_table text, kept_operation text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET "TimeZone" TO 'UTC'
    SET bytea_output TO 'hex'
    AS $_$
BEGIN
    EXECUTE format(
        $insert$
        INSERT INTO public.audit_changes
            (user_id, event_id, table_name, operation, row_count, before, after, digest)
        SELECT
            $1,
            event_id,
            $2,
            $3,
            row_count,
            before,
            after,
            public.change_digest($1, event_id, $2, $3, before, after)
        FROM (
            SELECT
                public.open_event($1) AS event_id,
                count(*)::integer AS row_count,
                jsonb_agg(image) FILTER (WHERE $3 = 'delete') AS before,
                jsonb_agg(image) FILTER (WHERE $3 = 'insert') AS after
            FROM (
                SELECT
                    to_jsonb(kept) - '{period,updated_at}'::text[] AS image,
                    (row_number() OVER () - 1) / 500 AS chunk
                FROM public.%1$I AS kept
                WHERE kept.%2$I = $1
            ) AS images
            GROUP BY chunk
        ) AS chunks
        $insert$,
        kept_table,
        CASE kept_table WHEN 'users' THEN 'id' ELSE 'user_id' END
    )
    USING whose, kept_table, kept_operation;
END
$_$;

CREATE TABLE public.user_shares (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    reader_id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT books_are_shared_with_somebody_else CHECK ((reader_id <> user_id))
);
ALTER TABLE ONLY public.user_shares ALTER COLUMN created_at SET STATISTICS 0;

ALTER TABLE ONLY public.user_shares FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.user_shares IS 'Books that another person may read.';

COMMENT ON COLUMN public.user_shares.user_id IS 'Whose books they are.';

COMMENT ON COLUMN public.user_shares.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.user_shares.reader_id IS 'Who may read them.';

COMMENT ON COLUMN public.user_shares.created_at IS 'When the row was added.';

CREATE FUNCTION public.lent_books() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (SELECT user_shares.user_id FROM public.user_shares WHERE ((user_shares.user_id = (NULLIF(current_setting('finally.user_id'::text, true), ''::text))::uuid) AND (user_shares.reader_id = (SELECT public.current_user_id() AS current_user_id))));

COMMENT ON FUNCTION public.lent_books() IS 'The user whose lent books lie open; null for none.';

CREATE FUNCTION public.logins_of(whose uuid) RETURNS text
    LANGUAGE sql STABLE
    RETURN (SELECT string_agg(user_logins.role_name, ', '::text ORDER BY user_logins.role_name) AS string_agg FROM public.user_logins WHERE (user_logins.user_id = logins_of.whose));

COMMENT ON FUNCTION public.logins_of(whose uuid) IS 'The logins of a user, as far as whoever asks may see them.';

CREATE FUNCTION public.may_be_of_day(entry_day date, entry_period date, row_day date, begins integer) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (entry_day IS NULL) THEN (entry_period = public.month_of_day(row_day, begins)) ELSE (abs((entry_day - row_day)) <= 5) END;

COMMENT ON FUNCTION public.may_be_of_day(entry_day date, entry_period date, row_day date, begins integer) IS 'Whether an entry may be a bank row by its day: within five days of it, or of its month where it has none.';

CREATE FUNCTION public.month_contents(whose uuid, after_month date, last_month date, sealed jsonb) RETURNS jsonb
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET "TimeZone" TO 'UTC'
    SET bytea_output TO 'hex'
    AS $_$
DECLARE
    first date := coalesce((after_month + interval '1 month')::date, '2000-01-01');
    next date := (last_month + interval '1 month')::date;
    held record;
    every text[];
    kept text[];
    counted bigint;
    hashed bytea;
    result jsonb := '{}';
BEGIN
    FOR held IN
        SELECT
            pg_class.oid,
            pg_class.relname::text AS name,
            split_part(encode(pg_trigger.tgargs, 'escape'), '\000', 2) AS measure
        FROM pg_trigger
        JOIN pg_class ON pg_class.oid = pg_trigger.tgrelid
        WHERE pg_trigger.tgfoid = 'public.keep_closed_months'::regproc
          AND pg_trigger.tgname = 'closed_months_are_kept_on_insert'
          AND (sealed IS NULL OR sealed ? pg_class.relname::text)
        ORDER BY pg_class.relname
    LOOP
        SELECT
            array_agg(attname::text ORDER BY attnum),
            array_agg(attname::text ORDER BY attnum) FILTER (
                WHERE CASE held.measure
                    WHEN 'contribution' THEN attname IN ('id', 'day', 'asset_id', 'contributed')
                    ELSE attgenerated = '' AND attname <> 'updated_at'
                END
            )
        INTO every, kept
        FROM pg_attribute
        WHERE attrelid = held.oid AND attnum > 0 AND NOT attisdropped;
        IF sealed -> held.name ? 'columns' THEN
            kept := ARRAY(SELECT jsonb_array_elements_text(sealed -> held.name -> 'columns'));
        END IF;
        EXECUTE format(
            $read$
            SELECT
                count(*),
                sha256(coalesce(string_agg(sha256(convert_to(image::text, 'UTF8')), ''::bytea ORDER BY id), ''))
            FROM (
                SELECT live.id, to_jsonb(live) - $1 AS image
                FROM %1$s
            ) AS images
            $read$,
            format(
                CASE
                    WHEN held.measure = 'month' AND first = last_month THEN
                        'public.%7$I AS live WHERE live.user_id = $2 AND live.year = %1$s AND live.month = %2$s'
                    WHEN held.measure = 'month' THEN
                        'public.%7$I AS live WHERE live.user_id = $2'
                        ' AND (live.year, live.month) >= (%1$s, %2$s) AND (live.year, live.month) < (%3$s, %4$s)'
                    WHEN held.measure = 'year' THEN
                        'public.%7$I AS live WHERE live.user_id = $2 AND live.year >= %1$s AND live.year < %3$s'
                    ELSE
                        'public.assets CROSS JOIN LATERAL ('
                        ' SELECT found.* FROM public.%7$I AS found'
                        ' WHERE found.user_id = $2 AND found.asset_id = assets.id'
                        ' AND found.day >= %5$L::date AND found.day < %6$L::date OFFSET 0'
                        ') AS live WHERE assets.user_id = $2'
                END,
                extract(YEAR FROM first),
                extract(MONTH FROM first),
                extract(YEAR FROM next),
                extract(MONTH FROM next),
                first,
                next,
                held.name
            )
        )
        INTO counted, hashed
        USING ARRAY(SELECT name FROM unnest(every) AS name WHERE name <> ALL (kept)), whose;
        result := result || jsonb_build_object(
            held.name,
            jsonb_build_object('rows', counted, 'hash', encode(hashed, 'hex'))
            || CASE WHEN counted > 0 THEN jsonb_build_object('columns', kept) ELSE '{}'::jsonb END
        );
    END LOOP;
    RETURN result;
END
$_$;

COMMENT ON FUNCTION public.month_contents(whose uuid, after_month date, last_month date, sealed jsonb) IS 'What each table has of the months after one, up to another: how many rows, and their hash.';

CREATE FUNCTION public.restated(amount numeric, numerator numeric, denominator numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (numerator = denominator) THEN amount ELSE trim_scale(round((((amount * numerator))::numeric(160,80) / denominator), 40)) END;

COMMENT ON FUNCTION public.restated(amount numeric, numerator numeric, denominator numeric) IS 'An amount times a fraction, exactly where it comes out even.';

CREATE TABLE public.splits (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    asset_id uuid NOT NULL,
    day date NOT NULL,
    numerator integer NOT NULL,
    denominator integer NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT split_changes_how_many_there_are CHECK ((numerator <> denominator)),
    CONSTRAINT split_is_of_1_to_1000000 CHECK (((denominator >= 1) AND (denominator <= 1000000))),
    CONSTRAINT split_is_of_a_day_from_2000_to_2100 CHECK (((day >= '2000-01-01'::date) AND (day <= '2100-12-31'::date))),
    CONSTRAINT split_makes_1_to_1000000 CHECK (((numerator >= 1) AND (numerator <= 1000000)))
);
ALTER TABLE ONLY public.splits ALTER COLUMN day SET STATISTICS 0;
ALTER TABLE ONLY public.splits ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.splits ALTER COLUMN updated_at SET STATISTICS 0;

ALTER TABLE ONLY public.splits FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.splits IS 'What became of the shares of an asset on a day: numerator for denominator.';

COMMENT ON COLUMN public.splits.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.splits.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.splits.asset_id IS 'The asset whose shares were split.';

COMMENT ON COLUMN public.splits.day IS 'The first day on which there were as many as after it.';

COMMENT ON COLUMN public.splits.numerator IS 'How many there are after it, for each denominator before.';

COMMENT ON COLUMN public.splits.denominator IS 'How many there were before it, for each numerator after.';

COMMENT ON COLUMN public.splits.created_at IS 'When the row was added.';

COMMENT ON COLUMN public.splits.updated_at IS 'When the row was last changed, kept by a trigger.';

CREATE FUNCTION public.splits_between(of_user uuid, of_asset uuid, after_day date, up_to date) RETURNS TABLE(numerator numeric, denominator numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 WITH RECURSIVE between_them AS (
          SELECT row_number() OVER (ORDER BY splits.day) AS place,
             splits.numerator,
             splits.denominator
            FROM public.splits
           WHERE ((splits.user_id = splits_between.of_user) AND (splits.asset_id = splits_between.of_asset) AND (splits.day > splits_between.after_day) AND (splits.day <= splits_between.up_to))
         ), counted AS (
          SELECT (0)::bigint AS place,
             (1)::numeric AS numerator,
             (1)::numeric AS denominator
         UNION ALL
          SELECT between_them.place,
             (counted_1.numerator * (between_them.numerator)::numeric),
             (counted_1.denominator * (between_them.denominator)::numeric)
            FROM (counted counted_1
              JOIN between_them ON ((between_them.place = (counted_1.place + 1))))
         )
  SELECT counted.numerator,
     counted.denominator
    FROM counted
   ORDER BY counted.place DESC
  LIMIT 1;
END;

COMMENT ON FUNCTION public.splits_between(of_user uuid, of_asset uuid, after_day date, up_to date) IS 'What became of one share of an asset after a day and up to another: numerator for denominator.';

CREATE FUNCTION public.month_contributions(of_user uuid, after_month date, to_month date) RETURNS TABLE(asset_id uuid, period date, amount numeric, source text)
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 WITH inputs AS MATERIALIZED (
          SELECT asset_inputs.asset_id,
             asset_inputs.period,
             asset_inputs.currency,
             asset_inputs.rate,
             asset_inputs.quantity,
             asset_inputs.price,
             asset_inputs.contribution,
             lag(asset_inputs.period) OVER earlier AS before,
             lag(asset_inputs.currency) OVER earlier AS old_currency,
             lag(asset_inputs.rate) OVER earlier AS old_rate,
             lag(asset_inputs.quantity) OVER earlier AS old_quantity,
             lag(asset_inputs.price) OVER earlier AS old_price
            FROM (public.assets
              JOIN public.asset_inputs ON (((asset_inputs.user_id = month_contributions.of_user) AND (asset_inputs.asset_id = assets.id))))
           WHERE ((assets.user_id = month_contributions.of_user) AND ((ROW(asset_inputs.year, asset_inputs.month) >= ROW(public.year_of(month_contributions.after_month), public.month_of(month_contributions.after_month))) AND (ROW(asset_inputs.year, asset_inputs.month) <= ROW(public.year_of(month_contributions.to_month), public.month_of(month_contributions.to_month)))))
           WINDOW earlier AS (PARTITION BY asset_inputs.asset_id ORDER BY asset_inputs.year, asset_inputs.month)
         ), bank AS MATERIALIZED (
          SELECT assets.id AS asset_id,
             put.period,
             sum(put.amount) AS amount,
             max(put.amount) AS most
            FROM (public.assets
              CROSS JOIN LATERAL public.bank_contributions(month_contributions.of_user, assets.id, (public.end_of_month(month_contributions.after_month) + 1), (public.end_of_month(month_contributions.to_month) + 1)) put(period, amount))
           WHERE (assets.user_id = month_contributions.of_user)
           GROUP BY assets.id, put.period
         ), split_days AS MATERIALIZED (
          SELECT splits.asset_id,
             min(splits.day) AS first_day,
             max(splits.day) AS last_day
            FROM public.splits
           WHERE ((splits.user_id = month_contributions.of_user) AND (splits.day > public.end_of_month(month_contributions.after_month)) AND (splits.day <= public.end_of_month(month_contributions.to_month)))
           GROUP BY splits.asset_id
         ), bank_steps AS MATERIALIZED (
          SELECT inputs.asset_id,
             inputs.period,
             max(bank.most) AS most
            FROM (bank
              JOIN inputs ON (((inputs.asset_id = bank.asset_id) AND (inputs.before < bank.period) AND (inputs.period >= bank.period))))
           GROUP BY inputs.asset_id, inputs.period
         ), steps AS (
          SELECT inputs.asset_id,
             inputs.period,
             inputs.before,
             inputs.currency,
             inputs.rate,
             inputs.old_currency,
             inputs.old_rate,
             inputs.quantity,
             inputs.price,
             inputs.old_price,
             (bank_steps.asset_id IS NULL) AS is_without_bank,
             bank_steps.most,
             (split_days.asset_id IS NOT NULL) AS is_split,
                 CASE
                     WHEN (split_days.asset_id IS NULL) THEN inputs.old_quantity
                     ELSE ( SELECT public.restated(inputs.old_quantity, split.numerator, split.denominator) AS restated
                        FROM public.splits_between(month_contributions.of_user, inputs.asset_id, public.end_of_month(inputs.before), public.end_of_month(inputs.period)) split(numerator, denominator))
                 END AS held
            FROM ((inputs
              LEFT JOIN bank_steps ON (((bank_steps.asset_id = inputs.asset_id) AND (bank_steps.period = inputs.period))))
              LEFT JOIN split_days ON (((split_days.asset_id = inputs.asset_id) AND (split_days.last_day > public.end_of_month(inputs.before)) AND (split_days.first_day <= public.end_of_month(inputs.period)))))
           WHERE ((inputs.before IS NOT NULL) AND (inputs.contribution IS NULL) AND (num_nonnulls(inputs.quantity, inputs.old_quantity) > 0))
         ), priced_steps AS (
          SELECT steps.asset_id,
             steps.period,
             steps.currency,
             steps.rate,
             steps.old_currency,
             steps.old_rate,
             steps.quantity,
             steps.held,
             steps.price,
                 CASE
                     WHEN ((NOT steps.is_split) OR (steps.price IS NOT NULL)) THEN steps.old_price
                     ELSE ( SELECT public.restated(steps.old_price, split.denominator, split.numerator) AS restated
                        FROM public.splits_between(month_contributions.of_user, steps.asset_id, public.end_of_month(steps.before), public.end_of_month(steps.period)) split(numerator, denominator))
                 END AS old_price
            FROM steps
           WHERE (steps.is_without_bank OR ((steps.most <= (0)::numeric) AND (steps.held >= (0)::numeric) AND (steps.quantity > steps.held)))
         )
  SELECT inputs.asset_id,
     inputs.period,
     inputs.contribution AS amount,
     'contribution'::text AS source
    FROM inputs
   WHERE ((inputs.contribution IS NOT NULL) AND (inputs.period > public.end_of_month(month_contributions.after_month)))
 UNION ALL
  SELECT bank.asset_id,
     bank.period,
     bank.amount,
     'bank'::text AS source
    FROM (bank
      LEFT JOIN inputs ON (((inputs.asset_id = bank.asset_id) AND (inputs.period = bank.period) AND (inputs.contribution IS NOT NULL))))
   WHERE (inputs.asset_id IS NULL)
 UNION ALL
  SELECT steps.asset_id,
     steps.period,
         CASE
             WHEN (steps.quantity = steps.held) THEN (0)::numeric
             ELSE round((((steps.quantity - steps.held) * COALESCE(steps.price, steps.old_price)) * COALESCE(
             CASE
                 WHEN ((steps.price IS NULL) AND (steps.old_currency IS DISTINCT FROM steps.currency)) THEN steps.old_rate
                 ELSE steps.rate
             END, (1)::numeric)), 4)
         END AS amount,
         CASE
             WHEN (num_nulls(steps.quantity, steps.held) > 0) THEN 'unclear'::text
             ELSE 'derived'::text
         END AS source
    FROM priced_steps steps;
END;

COMMENT ON FUNCTION public.month_contributions(of_user uuid, after_month date, to_month date) IS 'What was put into assets after a month and up to another, and by which source: the one place that ranks them.';

CREATE FUNCTION public.month_facts(of_user uuid, of_month date) RETURNS jsonb
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT jsonb_build_object('values', ( SELECT count(*) AS count
            FROM public.asset_inputs
           WHERE ((asset_inputs.user_id = month_facts.of_user) AND (asset_inputs.year = public.year_of(month_facts.of_month)) AND (asset_inputs.month = public.month_of(month_facts.of_month)))), 'carried', ( SELECT COALESCE(jsonb_agg(assets.asset_name ORDER BY (public.folded(assets.asset_name)), assets.id), '[]'::jsonb) AS "coalesce"
            FROM (public.asset_inputs
              JOIN public.assets ON (((assets.user_id = month_facts.of_user) AND (assets.id = asset_inputs.asset_id))))
           WHERE ((asset_inputs.user_id = month_facts.of_user) AND (asset_inputs.year = public.year_of(month_facts.of_month)) AND (asset_inputs.month = public.month_of(month_facts.of_month)) AND asset_inputs.carried)), 'missing', ( SELECT COALESCE(jsonb_agg(assets.asset_name ORDER BY (public.folded(assets.asset_name)), assets.id), '[]'::jsonb) AS "coalesce"
            FROM (public.missing_assets(month_facts.of_user, month_facts.of_month) absent(asset_id, category_id)
              JOIN public.assets ON (((assets.user_id = month_facts.of_user) AND (assets.id = absent.asset_id))))), 'net_worth', ( SELECT kept.net_worth
            FROM public.networth_materialized kept
           WHERE ((kept.user_id = month_facts.of_user) AND (kept.year = public.year_of(month_facts.of_month)) AND (kept.month = public.month_of(month_facts.of_month)))), 'income', ( SELECT sum(incoming_items.amount) AS sum
            FROM public.incoming_items
           WHERE ((incoming_items.user_id = month_facts.of_user) AND (incoming_items.year = public.year_of(month_facts.of_month)) AND (incoming_items.month = public.month_of(month_facts.of_month)))), 'expenses', ( SELECT sum(expense_items.amount) AS sum
            FROM public.expense_items
           WHERE ((expense_items.user_id = month_facts.of_user) AND (expense_items.year = public.year_of(month_facts.of_month)) AND (expense_items.month = public.month_of(month_facts.of_month))))) AS jsonb_build_object;
END;

COMMENT ON FUNCTION public.month_facts(of_user uuid, of_month date) IS 'What is known of a month: values, those carried and missing by name, net worth, income and expenses.';

CREATE TABLE public.prices (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    asset_id uuid NOT NULL,
    day date NOT NULL,
    price numeric NOT NULL,
    currency text NOT NULL,
    source text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT currency_is_three_capital_letters CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT price_is_above_zero CHECK (((price > (0)::numeric) AND (price = round(price, 40)) AND (price < '1000000000000000000000000000000'::numeric))),
    CONSTRAINT price_is_of_a_day_from_2000_to_2100 CHECK (((day >= '2000-01-01'::date) AND (day <= '2100-12-31'::date))),
    CONSTRAINT price_source_is_1_to_200_characters CHECK (((char_length(source) >= 1) AND (char_length(source) <= 200)))
);
ALTER TABLE ONLY public.prices ALTER COLUMN day SET STATISTICS 0;
ALTER TABLE ONLY public.prices ALTER COLUMN price SET STATISTICS 0;
ALTER TABLE ONLY public.prices ALTER COLUMN currency SET STATISTICS 0;
ALTER TABLE ONLY public.prices ALTER COLUMN source SET STATISTICS 0;
ALTER TABLE ONLY public.prices ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.prices ALTER COLUMN updated_at SET STATISTICS 0;

ALTER TABLE ONLY public.prices FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.prices IS 'What one of an asset cost on a day, in its shares of that day.';

COMMENT ON COLUMN public.prices.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.prices.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.prices.asset_id IS 'The asset whose price it is.';

COMMENT ON COLUMN public.prices.day IS 'The day; the price of a month is the last one up to its end.';

COMMENT ON COLUMN public.prices.price IS 'What one cost.';

COMMENT ON COLUMN public.prices.currency IS 'In which currency, an ISO 4217 code: that of the asset when it was recorded.';

COMMENT ON COLUMN public.prices.source IS 'Where it is from; null where that was not said.';

COMMENT ON COLUMN public.prices.created_at IS 'When the row was added.';

COMMENT ON COLUMN public.prices.updated_at IS 'When the row was last changed, kept by a trigger.';

CREATE FUNCTION public.newest_price(of_user uuid, of_asset uuid, in_currency text, up_to date) RETURNS TABLE(day date, price numeric)
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT prices.day,
     prices.price
    FROM public.prices
   WHERE ((prices.user_id = newest_price.of_user) AND (prices.asset_id = newest_price.of_asset) AND (prices.day <= newest_price.up_to) AND (prices.currency = newest_price.in_currency))
   ORDER BY prices.day DESC
  LIMIT 1;
END;

COMMENT ON FUNCTION public.newest_price(of_user uuid, of_asset uuid, in_currency text, up_to date) IS 'The last price of an asset up to a day, and its day.';

CREATE TABLE public.fx_rates (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    from_currency text NOT NULL,
    to_currency text NOT NULL,
    year integer NOT NULL,
    month integer NOT NULL,
    period date GENERATED ALWAYS AS (public.first_of_month(year, month)) STORED NOT NULL,
    rate numeric(24,12) NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    source text,
    published_on date,
    crossed_rate numeric,
    CONSTRAINT crossed_rate_begins_as_the_rate CHECK (((rate = round(crossed_rate, 12)) AND (crossed_rate = round(crossed_rate, 42)))),
    CONSTRAINT currencies_differ CHECK ((from_currency <> to_currency)),
    CONSTRAINT currency_is_three_capital_letters CHECK (((from_currency ~ '^[A-Z]{3}$'::text) AND (to_currency ~ '^[A-Z]{3}$'::text))),
    CONSTRAINT month_between_1_and_12 CHECK (((month >= 1) AND (month <= 12))),
    CONSTRAINT rate_is_above_zero CHECK (((rate > (0)::numeric) AND (rate <> 'NaN'::numeric))),
    CONSTRAINT rate_source_and_day_go_together CHECK ((num_nulls(source, published_on) = ANY (ARRAY[0, 2]))),
    CONSTRAINT rate_source_is_1_to_40_characters CHECK (((char_length(source) >= 1) AND (char_length(source) <= 40))),
    CONSTRAINT year_between_2000_and_2100 CHECK (((year >= 2000) AND (year <= 2100)))
);
ALTER TABLE ONLY public.fx_rates ALTER COLUMN from_currency SET STATISTICS 0;
ALTER TABLE ONLY public.fx_rates ALTER COLUMN to_currency SET STATISTICS 0;
ALTER TABLE ONLY public.fx_rates ALTER COLUMN period SET STATISTICS 0;
ALTER TABLE ONLY public.fx_rates ALTER COLUMN rate SET STATISTICS 0;
ALTER TABLE ONLY public.fx_rates ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.fx_rates ALTER COLUMN updated_at SET STATISTICS 0;
ALTER TABLE ONLY public.fx_rates ALTER COLUMN source SET STATISTICS 0;
ALTER TABLE ONLY public.fx_rates ALTER COLUMN published_on SET STATISTICS 0;
ALTER TABLE ONLY public.fx_rates ALTER COLUMN crossed_rate SET STATISTICS 0;

ALTER TABLE ONLY public.fx_rates FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.fx_rates IS 'What a currency cost in another in a month, as it was recorded.';

COMMENT ON COLUMN public.fx_rates.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.fx_rates.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.fx_rates.from_currency IS 'The currency that is turned into another, an ISO 4217 code.';

COMMENT ON COLUMN public.fx_rates.to_currency IS 'The currency that it is turned into.';

COMMENT ON COLUMN public.fx_rates.year IS 'The year of the month, 2000 to 2100.';

COMMENT ON COLUMN public.fx_rates.month IS 'The month of the year, 1 to 12.';

COMMENT ON COLUMN public.fx_rates.period IS 'The first day of the month, generated from year and month.';

COMMENT ON COLUMN public.fx_rates.rate IS 'What one unit of from_currency costs in to_currency.';

COMMENT ON COLUMN public.fx_rates.created_at IS 'When the row was added.';

COMMENT ON COLUMN public.fx_rates.updated_at IS 'When the row was last changed, kept by a trigger.';

COMMENT ON COLUMN public.fx_rates.source IS 'Who published the rate, such as ECB; null for one that was typed.';

COMMENT ON COLUMN public.fx_rates.published_on IS 'The day that a published rate is of; null for one that was typed.';

COMMENT ON COLUMN public.fx_rates.crossed_rate IS 'All decimals of a rate crossed through the euro; else null.';

CREATE VIEW public.usable_rates WITH (security_invoker='true') AS
 SELECT fx_rates.user_id,
    fx_rates.from_currency,
    fx_rates.to_currency,
    fx_rates.year,
    fx_rates.month,
    fx_rates.period,
    COALESCE(fx_rates.crossed_rate, fx_rates.rate) AS rate
   FROM public.fx_rates
UNION ALL
 SELECT turned.user_id,
    turned.to_currency AS from_currency,
    turned.from_currency AS to_currency,
    turned.year,
    turned.month,
    turned.period,
    public.inverse_of(COALESCE(turned.crossed_rate, turned.rate)) AS rate
   FROM public.fx_rates turned
  WHERE (NOT (EXISTS ( SELECT
           FROM public.fx_rates direct
          WHERE ((direct.user_id = turned.user_id) AND (direct.from_currency = turned.to_currency) AND (direct.to_currency = turned.from_currency) AND (direct.year = turned.year) AND (direct.month = turned.month)))));

COMMENT ON VIEW public.usable_rates IS 'The recorded rates, and their inverses where only the other way is on record.';

COMMENT ON COLUMN public.usable_rates.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.usable_rates.from_currency IS 'The currency that is turned into another, an ISO 4217 code.';

COMMENT ON COLUMN public.usable_rates.to_currency IS 'The currency that it is turned into.';

COMMENT ON COLUMN public.usable_rates.year IS 'The year of the month, 2000 to 2100.';

COMMENT ON COLUMN public.usable_rates.month IS 'The month of the year, 1 to 12.';

COMMENT ON COLUMN public.usable_rates.period IS 'The first day of the month, generated from year and month.';

COMMENT ON COLUMN public.usable_rates.rate IS 'What one unit of from_currency costs in to_currency.';

CREATE FUNCTION public.month_holdings(of_user uuid, of_month date) RETURNS TABLE(asset_id uuid, asset_name text, currency text, is_foreign boolean, rate numeric, quantity numeric, price numeric, day date)
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT assets.id AS asset_id,
     assets.asset_name,
     COALESCE(assets.currency, users.base_currency) AS currency,
     COALESCE((assets.currency <> users.base_currency), false) AS is_foreign,
     usable_rates.rate,
     public.restated(held.quantity, grown.numerator, grown.denominator) AS quantity,
     public.restated(newest.price, risen.denominator, risen.numerator) AS price,
     newest.day
    FROM ((((((public.assets
      JOIN public.users ON ((users.id = month_holdings.of_user)))
      LEFT JOIN public.usable_rates ON (((usable_rates.user_id = month_holdings.of_user) AND (usable_rates.from_currency = assets.currency) AND (usable_rates.to_currency = users.base_currency) AND (usable_rates.year = public.year_of(month_holdings.of_month)) AND (usable_rates.month = public.month_of(month_holdings.of_month)))))
      LEFT JOIN LATERAL public.newest_quantity(month_holdings.of_user, assets.id, month_holdings.of_month) held(period, quantity, price) ON (true))
      LEFT JOIN LATERAL public.newest_price(month_holdings.of_user, assets.id, COALESCE(assets.currency, users.base_currency), public.end_of_month(month_holdings.of_month)) newest(day, price) ON (true))
      LEFT JOIN LATERAL public.splits_between(month_holdings.of_user, assets.id, public.end_of_month(held.period), public.end_of_month(month_holdings.of_month)) grown(numerator, denominator) ON (true))
      LEFT JOIN LATERAL public.splits_between(month_holdings.of_user, assets.id, newest.day, public.end_of_month(month_holdings.of_month)) risen(numerator, denominator) ON (true))
   WHERE ((assets.user_id = month_holdings.of_user) AND (assets.kept_by = 'quantity'::text) AND ((assets.closed_on IS NULL) OR (assets.closed_on > month_holdings.of_month)));
END;

COMMENT ON FUNCTION public.month_holdings(of_user uuid, of_month date) IS 'What each asset that is kept by quantity holds at the end of a month, at its price; null is what lacks.';

CREATE FUNCTION public.months_between(first_month date, last_month date) RETURNS SETOF date
    LANGUAGE sql IMMUTABLE STRICT ROWS 120 PARALLEL SAFE
    BEGIN ATOMIC
 SELECT (series.day)::date AS day
    FROM generate_series((months_between.first_month)::timestamp without time zone, (months_between.last_month)::timestamp without time zone, '1 mon'::interval) series(day);
END;

COMMENT ON FUNCTION public.months_between(first_month date, last_month date) IS 'The first days of the months from one to another.';

CREATE FUNCTION public.move_to_their_months(of_user uuid) RETURNS bigint
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    begins integer := (SELECT month_begins FROM public.users WHERE id = of_user);
    through date := coalesce(public.closed_through(of_user), '-infinity');
    incomes bigint;
    expenses bigint;
BEGIN
    UPDATE public.incoming_items AS kept
    SET
        year = public.year_of(public.month_of_day(kept.received_on, begins)),
        month = public.month_of(public.month_of_day(kept.received_on, begins))
    WHERE
        kept.user_id = of_user
        AND kept.period <> public.month_of_day(kept.received_on, begins)
        AND least(kept.period, public.month_of_day(kept.received_on, begins)) > through;
    GET DIAGNOSTICS incomes = ROW_COUNT;
    UPDATE public.expense_items AS kept
    SET
        year = public.year_of(public.month_of_day(kept.spent_on, begins)),
        month = public.month_of(public.month_of_day(kept.spent_on, begins))
    WHERE
        kept.user_id = of_user
        AND kept.period <> public.month_of_day(kept.spent_on, begins)
        AND least(kept.period, public.month_of_day(kept.spent_on, begins)) > through;
    GET DIAGNOSTICS expenses = ROW_COUNT;
    RETURN incomes + expenses;
END
$$;

COMMENT ON FUNCTION public.move_to_their_months(of_user uuid) IS 'Moves the incomes and expenses of a user into the months that their days belong to; how many.';

CREATE FUNCTION public.newest_written(of_user uuid, of_asset uuid, up_to date) RETURNS TABLE(period date)
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 SELECT asset_inputs.period
    FROM public.asset_inputs
   WHERE ((asset_inputs.user_id = newest_written.of_user) AND (asset_inputs.asset_id = newest_written.of_asset) AND (ROW(asset_inputs.year, asset_inputs.month) <= ROW(public.year_of(newest_written.up_to), public.month_of(newest_written.up_to))) AND (NOT asset_inputs.carried))
   ORDER BY asset_inputs.year DESC, asset_inputs.month DESC
  LIMIT 1;
END;

COMMENT ON FUNCTION public.newest_written(of_user uuid, of_asset uuid, up_to date) IS 'The month of the newest value of a user''s asset, up to a month, that was not carried forward.';

CREATE FUNCTION public.own_open_books() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN (SESSION_USER = 'finally_app'::name) THEN (NULLIF(current_setting('finally.user_id'::text, true), ''::text))::uuid WHEN (public.lent_books() IS NULL) THEN public.current_user_id() ELSE NULL::uuid END;

COMMENT ON FUNCTION public.own_open_books() IS 'The user whose books lie open, to write; null where they are lent, or nobody''s.';

CREATE FUNCTION public.open_audit() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN ((SESSION_USER = 'finally_app'::name) OR public.acts_for_the_owner()) THEN (NULLIF(current_setting('finally.user_id'::text, true), ''::text))::uuid ELSE public.own_open_books() END;

COMMENT ON FUNCTION public.open_audit() IS 'The user whose audit is read; null for nobody.';

CREATE FUNCTION public.open_books() RETURNS uuid
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN CASE WHEN (SESSION_USER = 'finally_app'::name) THEN (NULLIF(current_setting('finally.user_id'::text, true), ''::text))::uuid ELSE COALESCE(public.lent_books(), public.current_user_id()) END;

COMMENT ON FUNCTION public.open_books() IS 'The user whose books lie open, to read; null for nobody.';

CREATE FUNCTION public.open_event(whose uuid) RETURNS uuid
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    identity text := current_setting('finally.user_id', true);
    n integer := 0;
    event uuid;
BEGIN
    PERFORM set_config('finally.user_id', whose::text, true);  -- the owner may be held by row security
    LOOP
        event := md5(
            pg_current_xact_id()::text || '/' || extract(epoch FROM transaction_timestamp())::text
            || '/' || whose::text || '/' || n::text
        )::uuid;
        EXIT WHEN NOT EXISTS (
            SELECT FROM public.audit_events WHERE user_id = whose AND id = event
        );
        n := n + 1;
    END LOOP;
    PERFORM set_config('finally.user_id', coalesce(identity, ''), true);
    RETURN event;
END
$$;

CREATE FUNCTION public.session_is_trusted() RETURNS boolean
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (((SESSION_USER = 'finally_app'::name) OR public.session_owns_the_tables()) AND (current_setting('finally.trust'::text, true) IS DISTINCT FROM 'none'::text));

COMMENT ON FUNCTION public.session_is_trusted() IS 'Whether the login may say whose books it opens.';

CREATE FUNCTION public.readers_of(whose uuid) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER
    RETURN (SELECT string_agg(users.email, ', '::text ORDER BY (lower(users.email))) AS string_agg FROM (public.user_shares JOIN public.users ON ((users.id = user_shares.reader_id))) WHERE ((user_shares.user_id = readers_of.whose) AND ((readers_of.whose = public.current_user_id()) OR public.session_is_trusted())));

COMMENT ON FUNCTION public.readers_of(whose uuid) IS 'The addresses of those who may read a user''s books.';

CREATE FUNCTION public.refuse() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RAISE EXCEPTION USING
        ERRCODE = 'check_violation',
        CONSTRAINT = TG_ARGV[0],
        MESSAGE = TG_ARGV[1];
END
$$;

CREATE FUNCTION public.refuse_built_in_code() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
DECLARE
    is_built_in boolean;
BEGIN
    EXECUTE format(
        'SELECT EXISTS (SELECT FROM public.%I WHERE user_id IS NULL AND code = $1)',
        TG_ARGV[0]
    )
    INTO is_built_in
    USING NEW.code;
    IF is_built_in THEN
        RAISE EXCEPTION USING
            ERRCODE = 'unique_violation',
            CONSTRAINT = 'category_code_is_built_in',
            MESSAGE = format('%s is the code of a built-in category', NEW.code);
    END IF;
    RETURN NEW;
END
$_$;

CREATE FUNCTION public.refuse_by_hand() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF pg_trigger_depth() > 1 THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION USING
        ERRCODE = 'insufficient_privilege',
        CONSTRAINT = 'audit_is_written_by_trigger',
        MESSAGE = 'the audit is written by its triggers alone';
END
$$;

CREATE FUNCTION public.refuse_change_of_kind() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF (SELECT kind FROM public.asset_categories WHERE id = OLD.category_id)
        = (SELECT kind FROM public.asset_categories WHERE id = NEW.category_id)
    THEN
        RETURN NEW;
    END IF;

    PERFORM FROM public.assets WHERE user_id = OLD.user_id AND id = OLD.id FOR UPDATE;
    IF EXISTS (
        SELECT FROM public.asset_inputs WHERE user_id = OLD.user_id AND asset_id = OLD.id
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'asset_kind_is_fixed',
            MESSAGE = 'an asset with snapshots cannot become a liability, nor a liability an asset';
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.refuse_closed_month(whose uuid, touched date, what text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET "TimeZone" TO 'UTC'
    AS $$
DECLARE
    closed_on text;
BEGIN
    SELECT to_char(closed_at, 'YYYY-MM-DD')
    INTO closed_on
    FROM public.month_seals
    WHERE user_id = whose AND reopened_at IS NULL AND period >= touched
    ORDER BY year, month
    LIMIT 1;
    RAISE EXCEPTION USING
        ERRCODE = 'MC001',
        MESSAGE = format(
            '%s is closed, since %s%s', to_char(touched, 'YYYY-MM'), closed_on, coalesce('; ' || what, '')
        ),
        DETAIL = to_char(touched, 'YYYY-MM'),
        HINT = format('To change it: finally close reopen %s --reason TEXT', to_char(touched, 'YYYY-MM'));
END
$$;

CREATE FUNCTION public.refuse_foreign_category() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
DECLARE
    is_foreign boolean;
BEGIN
    EXECUTE format(
        $query$
        SELECT EXISTS (
            SELECT
            FROM changed
            WHERE changed.%2$I IS NOT NULL
              AND NOT EXISTS (
                SELECT
                FROM public.%1$I AS usable
                WHERE usable.id = changed.%2$I
                  AND (usable.user_id IS NULL OR usable.user_id = changed.user_id)
              )
        )
        $query$,
        TG_ARGV[0],
        TG_ARGV[1]
    )
    INTO is_foreign;
    IF is_foreign THEN
        RAISE EXCEPTION USING
            ERRCODE = 'foreign_key_violation',
            CONSTRAINT = 'category_is_own_or_built_in',
            MESSAGE = 'a category must be built in or the user''s own';
    END IF;
    RETURN NULL;
END
$_$;

CREATE FUNCTION public.refuse_more_than_the_category() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    PERFORM
    FROM public.target_sets
    WHERE (user_id, year, month) IN (SELECT user_id, year, month FROM changed)
    ORDER BY user_id, year, month
    FOR UPDATE;

    IF EXISTS (
        SELECT
        FROM public.asset_targets AS targets
        JOIN public.assets
            ON assets.user_id = targets.user_id
            AND assets.id = targets.asset_id
        WHERE (targets.user_id, targets.year, targets.month)
            IN (SELECT user_id, year, month FROM changed)
        GROUP BY targets.user_id, targets.year, targets.month, assets.category_id
        HAVING sum(targets.target_pct) > 1
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'asset_targets_are_at_most_the_category',
            MESSAGE = 'the targets of a category''s assets sum to at most 1';
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.refuse_more_than_the_whole() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    PERFORM
    FROM public.target_sets
    WHERE (user_id, year, month) IN (SELECT user_id, year, month FROM changed)
    ORDER BY user_id, year, month
    FOR UPDATE;

    IF EXISTS (
        SELECT
        FROM public.category_allocation_targets
        WHERE (user_id, year, month) IN (SELECT user_id, year, month FROM changed)
        GROUP BY user_id, year, month
        HAVING sum(target_pct) > 1
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'targets_are_at_most_the_whole',
            MESSAGE = 'the targets of a set sum to at most 1';
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION public.refuse_other_month() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
DECLARE
    is_elsewhere boolean;
BEGIN
    IF current_setting('finally.months', true) = 'as they are' THEN
        RETURN NULL;
    END IF;
    EXECUTE format(
        $query$
        SELECT EXISTS (
            SELECT
            FROM added
            LEFT JOIN public.users AS owners ON owners.id = added.user_id
            %2$s
            WHERE added.period <> public.month_of_day(added.%1$I, coalesce(owners.month_begins, 1))
            %3$s
        )
        $query$,
        TG_ARGV[1],
        CASE TG_OP
            WHEN 'UPDATE' THEN 'LEFT JOIN removed ON removed.user_id = added.user_id AND removed.id = added.id'
        END,
        CASE TG_OP
            WHEN 'UPDATE' THEN format(
                'AND (added.%1$I, added.period) IS DISTINCT FROM (removed.%1$I, removed.period)', TG_ARGV[1]
            )
        END
    )
    INTO is_elsewhere;
    IF is_elsewhere THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = TG_ARGV[0],
            MESSAGE = 'a day must lie in its month, as the months of the user begin';
    END IF;
    RETURN NULL;
END
$_$;

CREATE FUNCTION public.refuse_target_of_debt() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF EXISTS (
        SELECT
        FROM public.assets
        JOIN public.asset_categories ON asset_categories.id = assets.category_id
        WHERE assets.user_id = NEW.user_id
          AND assets.id = NEW.asset_id
          AND asset_categories.kind = 'liability'
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'target_is_for_assets_only',
            MESSAGE = 'a liability has no target share';
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.refuse_target_of_liability() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF (SELECT kind FROM public.asset_categories WHERE id = NEW.category_id) = 'liability' THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'target_is_for_assets_only',
            MESSAGE = 'a liability has no target share';
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.refuse_to_move_a_target() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    IF (SELECT kind FROM public.asset_categories WHERE id = NEW.category_id) = 'liability'
        AND EXISTS (
            SELECT FROM public.asset_targets WHERE user_id = OLD.user_id AND asset_id = OLD.id
        )
    THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'target_is_for_assets_only',
            MESSAGE = 'a liability has no target share';
    END IF;

    IF EXISTS (
        SELECT
        FROM public.asset_targets AS own
        JOIN public.asset_targets AS others
            ON others.user_id = own.user_id
            AND others.year = own.year
            AND others.month = own.month
        JOIN public.assets
            ON assets.user_id = others.user_id
            AND assets.id = others.asset_id
        WHERE own.user_id = OLD.user_id
          AND own.asset_id = OLD.id
          AND assets.category_id = NEW.category_id
        GROUP BY own.id, own.target_pct
        HAVING own.target_pct + sum(others.target_pct) > 1
    ) THEN
        RAISE EXCEPTION USING
            ERRCODE = 'check_violation',
            CONSTRAINT = 'asset_targets_are_at_most_the_category',
            MESSAGE = 'the targets of a category''s assets sum to at most 1';
    END IF;
    RETURN NEW;
END
$$;

CREATE FUNCTION public.reopen_months(whose uuid, reopening date, because text) RETURNS SETOF date
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    now_reopened timestamptz;
BEGIN
    PERFORM public.hold_books(whose);
    now_reopened := clock_timestamp();
    RETURN QUERY
    WITH reopened AS (
        UPDATE public.month_seals AS seals
        SET
            reopened_at = now_reopened,
            reopened_by = session_user::text,
            reason = because,
            reopened_hash = public.reopening_hash(seals.hash, now_reopened, session_user::text, because)
        WHERE
            seals.user_id = whose
            AND seals.reopened_at IS NULL
            AND seals.period >= date_trunc('month', reopening)::date
        RETURNING seals.period
    )
    SELECT reopened.period
    FROM reopened
    ORDER BY reopened.period;
END
$$;

COMMENT ON FUNCTION public.reopen_months(whose uuid, reopening date, because text) IS 'Opens a month of the open books again, and all after it, for a reason; the months whose seals no longer hold.';

CREATE FUNCTION public.reopening_hash(hash bytea, reopened_at timestamp with time zone, reopened_by text, reason text) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN sha256((hash || convert_to((jsonb_build_array(trunc((EXTRACT(epoch FROM reopened_at) * (1000000)::numeric)), reopened_by, reason))::text, 'UTF8'::name)));

COMMENT ON FUNCTION public.reopening_hash(hash bytea, reopened_at timestamp with time zone, reopened_by text, reason text) IS 'What is known of the reopening of a closed month.';

CREATE FUNCTION public.seal_event() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
DECLARE
    identity text := current_setting('finally.user_id', true);
    head record;
    sealed record;
    undone uuid;
BEGIN
    PERFORM set_config('finally.user_id', NEW.user_id::text, true);
    IF EXISTS (
        SELECT FROM public.audit_events WHERE user_id = NEW.user_id AND id = NEW.event_id
    ) THEN
        PERFORM set_config('finally.user_id', coalesce(identity, ''), true);
        RETURN NULL;
    END IF;
    PERFORM
    FROM public.audit_events
    WHERE user_id = NEW.user_id AND sequence = 1
    FOR UPDATE;

    IF current_setting('finally.undoes', true) <> '' THEN
        BEGIN
            SELECT id INTO undone
            FROM public.audit_events
            WHERE user_id = NEW.user_id AND id = current_setting('finally.undoes', true)::uuid;
        EXCEPTION
            WHEN invalid_text_representation THEN
                NULL; -- whoever set it meant no event
        END;
    END IF;

    SELECT sequence, hash INTO head
    FROM public.audit_events
    WHERE user_id = NEW.user_id AND sequence IS NOT NULL
    ORDER BY sequence DESC
    LIMIT 1;

    SELECT
        (array_agg(table_name || '.' || operation ORDER BY position))[1] AS first_change,
        string_agg(uuid_send(id) || int8send(position) || digest, ''::bytea ORDER BY position) AS digests
    INTO sealed
    FROM public.audit_changes
    WHERE user_id = NEW.user_id AND event_id = NEW.event_id;

    INSERT INTO public.audit_events (
        user_id, id, event_type, payload, created_at, actor, command, undoes, sequence,
        previous_hash, hash
    )
    SELECT
        NEW.user_id,
        NEW.event_id,
        said.event_type,
        said.payload,
        said.created_at,
        session_user,
        said.command,
        said.undoes,
        coalesce(head.sequence, 0) + 1,
        head.hash,
        public.event_hash(
            head.hash, NEW.user_id, NEW.event_id, coalesce(head.sequence, 0) + 1, said.event_type,
            said.payload, said.created_at, session_user, said.command, said.undoes, sealed.digests
        )
    FROM (
        SELECT
            left(
                coalesce(nullif(current_setting('finally.command', true), ''), sealed.first_change),
                100
            ) AS event_type,
            left(nullif(current_setting('finally.command_line', true), ''), 2000) AS command,
            undone AS undoes,
            clock_timestamp() AS created_at,
            (
                SELECT jsonb_build_object('changes', jsonb_agg(counted.line ORDER BY counted.first))
                FROM (
                    SELECT
                        min(position) AS first,
                        jsonb_build_object(
                            'table', table_name, 'operation', operation, 'rows', sum(row_count)
                        ) AS line
                    FROM public.audit_changes
                    WHERE user_id = NEW.user_id AND event_id = NEW.event_id
                    GROUP BY table_name, operation
                ) AS counted
            ) AS payload
    ) AS said
    -- Nobody else can be here. But who reads one state of the books throughout (REPEATABLE READ) may not
    -- see the newest head, and is then told to try again, as for any row that changed meanwhile.
    ON CONFLICT (user_id, sequence) DO NOTHING;
    PERFORM set_config('finally.user_id', coalesce(identity, ''), true);
    RETURN NULL;
END
$$;

CREATE FUNCTION public.seal_hash(previous_hash bytea, user_id uuid, id uuid, sequence integer, month date, contents jsonb, facts jsonb, rows_hash bytea, closed_at timestamp with time zone, closed_by text) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN sha256(((COALESCE(previous_hash, '\x'::bytea) || convert_to((jsonb_build_array(user_id, id, sequence, month, contents, facts, trunc((EXTRACT(epoch FROM closed_at) * (1000000)::numeric)), closed_by))::text, 'UTF8'::name)) || rows_hash));

COMMENT ON FUNCTION public.seal_hash(previous_hash bytea, user_id uuid, id uuid, sequence integer, month date, contents jsonb, facts jsonb, rows_hash bytea, closed_at timestamp with time zone, closed_by text) IS 'What the seal of a closed month is known by.';

CREATE FUNCTION public.searchable(note text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN lower(CASE WHEN (octet_length(note) = char_length(note)) THEN note ELSE NORMALIZE(note, NFC) END);

COMMENT ON FUNCTION public.searchable(note text) IS 'What a remark is searched by: its letters composed and in lower case.';

CREATE FUNCTION public.set_up_own_table(new_table text) RETURNS void
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $_$
DECLARE
    unmeasured record;
BEGIN
    EXECUTE format(
        $table$
        CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.%1$I
            FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

        CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.%1$I
            REFERENCING NEW TABLE AS added
            FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes(%1$L, 'user_id');
        CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.%1$I
            REFERENCING OLD TABLE AS removed NEW TABLE AS added
            FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes(%1$L, 'user_id');
        CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.%1$I
            REFERENCING OLD TABLE AS removed
            FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes(%1$L, 'user_id');
        CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.%1$I
            FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated(%1$L, 'user_id');

        ALTER TABLE public.%1$I ENABLE ROW LEVEL SECURITY;
        ALTER TABLE public.%1$I FORCE ROW LEVEL SECURITY;
        CREATE POLICY read_where_open ON public.%1$I FOR SELECT
            USING (user_id = (SELECT public.open_books()));
        CREATE POLICY added_where_own ON public.%1$I FOR INSERT
            WITH CHECK (user_id = (SELECT public.own_open_books()));
        CREATE POLICY edited_where_own ON public.%1$I FOR UPDATE
            USING (user_id = (SELECT public.own_open_books()));
        CREATE POLICY deleted_where_own ON public.%1$I FOR DELETE
            USING (user_id = (SELECT public.own_open_books()))
        $table$,
        new_table
    );

    IF (
        SELECT count(*) = 2
        FROM pg_attribute
        WHERE attrelid = to_regclass('public.' || quote_ident(new_table)) AND attname IN ('year', 'month')
    ) THEN
        PERFORM public.hold_closed_months(new_table, 'month');
    END IF;

    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'finally_app') THEN
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON public.%I TO finally_app', new_table);
    END IF;

    -- Statistics, which EXPLAIN shows to everybody, are of ids and numbers alone.
    FOR unmeasured IN
        SELECT
            CASE pg_class.relkind WHEN 'i' THEN 'INDEX' ELSE 'TABLE' END AS kind,
            pg_class.relname AS name,
            CASE pg_class.relkind
                WHEN 'i' THEN pg_attribute.attnum::text
                ELSE quote_ident(pg_attribute.attname)
            END AS place
        FROM pg_class
        JOIN pg_attribute ON pg_attribute.attrelid = pg_class.oid
        LEFT JOIN pg_index ON pg_index.indexrelid = pg_class.oid
        JOIN pg_class AS tables ON tables.oid = coalesce(pg_index.indrelid, pg_class.oid)
        WHERE tables.relnamespace = 'public'::regnamespace
          AND tables.relname = new_table
          AND pg_class.relkind IN ('r', 'i')
          AND (pg_class.relkind = 'r' OR pg_index.indkey[pg_attribute.attnum - 1] = 0)
          AND pg_attribute.attnum > 0
          AND NOT pg_attribute.attisdropped
          AND pg_attribute.atttypid NOT IN ('uuid'::regtype, 'integer'::regtype, 'bigint'::regtype)
        ORDER BY kind, name, pg_attribute.attnum
    LOOP
        EXECUTE format(
            'ALTER %s public.%I ALTER COLUMN %s SET STATISTICS 0',
            unmeasured.kind, unmeasured.name, unmeasured.place
        );
    END LOOP;
END
$_$;

CREATE FUNCTION public.shared_books() RETURNS uuid[]
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN ARRAY(SELECT user_shares.user_id FROM public.user_shares WHERE (user_shares.reader_id = (SELECT public.current_user_id() AS current_user_id)));

COMMENT ON FUNCTION public.shared_books() IS 'The users whose books may be read beside one''s own.';

CREATE FUNCTION public.shares_of(parts numeric[], whole numeric, share numeric) RETURNS numeric[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (SELECT array_agg(CASE WHEN (shares_of.whole > (0)::numeric) THEN round(((ranked.millionths + ((((ranked.nth)::numeric <= ((shares_of.share * (1000000)::numeric) - ranked.taken)))::integer)::numeric) / (1000000)::numeric), 6) ELSE NULL::numeric END ORDER BY ranked.place) AS array_agg FROM (SELECT floored.place, floored.millionths, sum(floored.millionths) OVER () AS taken, row_number() OVER (ORDER BY ((floored.part * (1000000)::numeric) - (floored.millionths * shares_of.whole)) DESC NULLS LAST, floored.place) AS nth FROM (SELECT given.place, given.part, (div((given.part * (1000000)::numeric), NULLIF(shares_of.whole, (0)::numeric)) - (((mod((given.part * (1000000)::numeric), NULLIF(shares_of.whole, (0)::numeric)) < (0)::numeric))::integer)::numeric) AS millionths FROM unnest(shares_of.parts) WITH ORDINALITY given(part, place)) floored) ranked);

COMMENT ON FUNCTION public.shares_of(parts numeric[], whole numeric, share numeric) IS 'Parts as fractions of a whole, with six decimals, that sum to a given share of it.';

CREATE FUNCTION public.shares_of(parts numeric[]) RETURNS numeric[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN public.shares_of(parts, (SELECT sum(given.part) AS sum FROM unnest(shares_of.parts) given(part)), (1)::numeric);

COMMENT ON FUNCTION public.shares_of(parts numeric[]) IS 'The parts of a whole as fractions with six decimals that sum to 1.';

CREATE FUNCTION public.touch_updated_at() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$$;

CREATE FUNCTION public.undo_event(wanted_user uuid, wanted_event uuid) RETURNS TABLE(table_name text, row_id uuid, problem text)
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog', 'pg_temp'
    SET "TimeZone" TO 'UTC'
    SET bytea_output TO 'hex'
    AS $_$
DECLARE
    change record;
    blocked jsonb;
    own text;
    said_table text;
    said_rule text;
BEGIN
    BEGIN
        FOR change IN
            -- One statement may delete from several tables, and leaves them in any order: of what was
            -- deleted in a row, what others refer to is added first, and the other way round.
            WITH RECURSIVE depths AS (
                SELECT oid AS table_id, 0 AS depth
                FROM pg_class
                WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
                UNION
                SELECT conrelid, depth + 1
                FROM depths
                JOIN pg_constraint ON confrelid = table_id AND conrelid <> confrelid AND contype = 'f'
            ),
            compared AS (
                SELECT
                    kept.position,
                    kept.table_name,
                    kept.operation,
                    kept.before,
                    kept.after,
                    (
                        SELECT max(depth)
                        FROM depths
                        WHERE table_id = to_regclass('public.' || quote_ident(kept.table_name))
                    ) AS depth,
                    kept.operation IS DISTINCT FROM lag(kept.operation) OVER (ORDER BY kept.position)
                        AS is_next
                FROM public.audit_changes AS kept
                WHERE kept.user_id = wanted_user AND kept.event_id = wanted_event
            ),
            grouped AS (
                SELECT
                    position,
                    compared.table_name,
                    operation,
                    before,
                    after,
                    depth,
                    count(*) FILTER (WHERE is_next) OVER (ORDER BY position) AS run
                FROM compared
            )
            SELECT
                grouped.table_name,
                grouped.operation,
                grouped.before,
                grouped.after
            FROM grouped
            ORDER BY
                run DESC,
                CASE operation WHEN 'delete' THEN depth WHEN 'insert' THEN -depth END,
                position DESC
        LOOP
            own := CASE change.table_name WHEN 'users' THEN '' ELSE ' AND live.user_id = $2' END;
            -- Whoever changes one of the rows just now is waited for, and then seen.
            EXECUTE format(
                $hold$
                SELECT
                FROM public.%1$I AS live
                WHERE
                    live.id IN (
                        SELECT (image ->> 'id')::uuid FROM jsonb_array_elements($1) AS image OFFSET 0
                    )
                    %2$s
                ORDER BY live.id
                FOR UPDATE
                $hold$,
                change.table_name,
                own
            )
            USING coalesce(change.after, '[]'), wanted_user;
            EXECUTE format(
                $find$
                SELECT
                    jsonb_agg(
                        jsonb_build_object(
                            'table_name', %1$L,
                            'row_id', past.id,
                            'problem', CASE WHEN live.id IS NULL THEN 'gone' ELSE 'changed' END
                        )
                    )
                FROM (
                    SELECT (image ->> 'id')::uuid AS id, image
                    FROM jsonb_array_elements($1) AS image
                    OFFSET 0
                ) AS past
                LEFT JOIN public.%1$I AS live ON live.id = past.id %2$s
                WHERE NOT public.images_agree(past.image, to_jsonb(live) - '{period,updated_at}'::text[])
                $find$,
                change.table_name,
                own
            )
            INTO blocked
            USING coalesce(change.after, '[]'), wanted_user;
            IF blocked IS NOT NULL THEN
                RAISE EXCEPTION USING ERRCODE = 'UNDO1';
            END IF;

            IF change.operation = 'insert' THEN
                EXECUTE format(
                    $delete$
                    DELETE FROM public.%1$I AS live
                    USING (
                        SELECT (image ->> 'id')::uuid AS id, image
                        FROM jsonb_array_elements($1) AS image
                        OFFSET 0
                    ) AS past
                    WHERE live.id = past.id %2$s
                    $delete$,
                    change.table_name,
                    own
                )
                USING change.after, wanted_user;
            ELSIF change.operation = 'delete' THEN
                EXECUTE format(
                    $insert$
                    INSERT INTO public.%1$I (%2$s)
                    SELECT %2$s FROM jsonb_populate_recordset(NULL::public.%1$I, $1)
                    $insert$,
                    change.table_name,
                    public.columns_of_image(change.table_name, change.before -> 0)
                )
                USING change.before;
            ELSE
                EXECUTE format(
                    $update$
                    UPDATE public.%1$I AS live
                    SET (%2$s) = (SELECT %2$s FROM jsonb_populate_record(live, past.image))
                    FROM (
                        SELECT (image ->> 'id')::uuid AS id, image
                        FROM jsonb_array_elements($1) AS image
                        OFFSET 0
                    ) AS past
                    WHERE live.id = past.id %3$s
                    $update$,
                    change.table_name,
                    public.written_columns(change.table_name, '@'),
                    own
                )
                USING change.before, wanted_user;
            END IF;
        END LOOP;
    EXCEPTION
        WHEN SQLSTATE 'UNDO1' THEN
            NULL;
        WHEN integrity_constraint_violation THEN
            GET STACKED DIAGNOSTICS
                said_table = TABLE_NAME,
                said_rule = CONSTRAINT_NAME;
            blocked := jsonb_build_array(
                jsonb_build_object('table_name', said_table, 'row_id', NULL, 'problem', said_rule)
            );
    END;
    RETURN QUERY
    SELECT
        found.table_name,
        found.row_id,
        found.problem
    FROM jsonb_to_recordset(blocked) AS found (table_name text, row_id uuid, problem text);
END
$_$;

COMMENT ON FUNCTION public.undo_event(wanted_user uuid, wanted_event uuid) IS 'Takes an event of a user back, or gives the rows that stand in the way and does nothing.';

CREATE FUNCTION public.undone_events(wanted_user uuid) RETURNS SETOF uuid
    LANGUAGE plpgsql STABLE
    SET search_path TO 'pg_catalog', 'pg_temp'
    AS $$
BEGIN
    RETURN QUERY
    WITH RECURSIVE newest AS (
        SELECT DISTINCT ON (kept.undoes)
            kept.undoes,
            kept.id
        FROM public.audit_events AS kept
        JOIN public.audit_events AS earlier ON earlier.user_id = kept.user_id AND earlier.id = kept.undoes
        WHERE kept.user_id = wanted_user
          AND kept.undoes IS NOT NULL
          AND earlier.sequence < kept.sequence
        ORDER BY kept.undoes, kept.sequence DESC
    ),
    stacked AS (
        SELECT
            newest.undoes AS event,
            newest.id AS top,
            1 AS height
        FROM newest
        UNION ALL
        SELECT
            stacked.event,
            newest.id AS top,
            stacked.height + 1 AS height
        FROM stacked
        JOIN newest ON newest.undoes = stacked.top
    )
    SELECT stacked.event
    FROM stacked
    GROUP BY stacked.event
    HAVING max(stacked.height) % 2 = 1;
END
$$;

COMMENT ON FUNCTION public.undone_events(wanted_user uuid) IS 'The events of a user whose effect has been taken back.';

CREATE FUNCTION public.user_of_email(wanted text) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER
    RETURN (SELECT users.id FROM public.users WHERE ((users.address_key = (md5(public.folded(user_of_email.wanted)))::uuid) AND (public.folded(users.email) = public.folded(user_of_email.wanted)) AND ((public.user_of_login() IS NOT NULL) OR public.session_is_trusted())));

COMMENT ON FUNCTION public.user_of_email(wanted text) IS 'The user of an address, given in full.';

CREATE VIEW public.month_flows WITH (security_invoker='true') AS
 SELECT user_id,
    year,
    month,
    COALESCE(sum(income), (0)::numeric) AS income,
    COALESCE(sum(expense), (0)::numeric) AS expense
   FROM public.cash_flows
  GROUP BY user_id, year, month;

COMMENT ON VIEW public.month_flows IS 'What came in and what went out, by month.';

COMMENT ON COLUMN public.month_flows.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.month_flows.year IS 'The year of the month, 2000 to 2100.';

COMMENT ON COLUMN public.month_flows.month IS 'The month of the year, 1 to 12.';

COMMENT ON COLUMN public.month_flows.income IS 'All that came in.';

COMMENT ON COLUMN public.month_flows.expense IS 'All that went out, above zero, less what was given back.';

CREATE FUNCTION public.usual_spending(of_user uuid, up_to date, this_month date) RETURNS TABLE(average numeric, first_month date, last_month date, months bigint)
    LANGUAGE sql STABLE PARALLEL SAFE
    BEGIN ATOMIC
 WITH newest AS (
          SELECT entries.year,
             entries.month
            FROM public.cash_flows entries
           WHERE ((entries.user_id = usual_spending.of_user) AND (ROW(entries.year, entries.month) <= ROW(public.year_of(usual_spending.up_to), public.month_of(usual_spending.up_to))) AND (ROW(entries.year, entries.month) < ROW(public.year_of(usual_spending.this_month), public.month_of(usual_spending.this_month))))
           ORDER BY entries.year DESC, entries.month DESC
          LIMIT 1
         )
  SELECT public.average_of(COALESCE(sum(flows.expense), (0)::numeric), count(*)) AS average,
     min(public.first_of_month(flows.year, flows.month)) AS first_month,
     max(public.first_of_month(flows.year, flows.month)) AS last_month,
     count(*) AS months
    FROM public.month_flows flows
   WHERE ((flows.user_id = usual_spending.of_user) AND (ROW(flows.year, flows.month) > ROW(( SELECT (newest.year - 1)
            FROM newest), ( SELECT newest.month
            FROM newest))) AND (ROW(flows.year, flows.month) <= ROW(( SELECT newest.year
            FROM newest), ( SELECT newest.month
            FROM newest))));
END;

COMMENT ON FUNCTION public.usual_spending(of_user uuid, up_to date, this_month date) IS 'What a user spends in a month on average, in the year up to a month, of the months that are over.';

CREATE FUNCTION public.value_as_total(kind text, value numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE WHEN (kind = 'liability'::text) THEN (- value) ELSE value END;

COMMENT ON FUNCTION public.value_as_total(kind text, value numeric) IS 'A typed value of a kind, asset or liability, as it is stored, and the reverse: a debt changes its sign.';

CREATE FUNCTION public.written_columns(table_name text, form text) RETURNS text
    LANGUAGE sql STABLE
    RETURN (SELECT string_agg(replace(written_columns.form, '@'::text, quote_ident((pg_attribute.attname)::text)), ', '::text ORDER BY pg_attribute.attnum) AS string_agg FROM pg_attribute WHERE ((pg_attribute.attrelid = (to_regclass(('public.'::text || quote_ident(written_columns.table_name))))::oid) AND (pg_attribute.attnum > 0) AND (NOT pg_attribute.attisdropped) AND (pg_attribute.attgenerated = ''::"char") AND (pg_attribute.attname <> 'updated_at'::name)));

COMMENT ON FUNCTION public.written_columns(table_name text, form text) IS 'The columns that a row of a table is written with, as a list.';

CREATE TABLE public.asset_targets (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    asset_id uuid NOT NULL,
    year integer DEFAULT 2000 NOT NULL,
    month integer DEFAULT 1 NOT NULL,
    period date GENERATED ALWAYS AS (public.first_of_month(year, month)) STORED NOT NULL,
    target_pct numeric(9,6) NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT target_between_0_and_1 CHECK (((target_pct >= (0)::numeric) AND (target_pct <= (1)::numeric)))
);
ALTER TABLE ONLY public.asset_targets ALTER COLUMN period SET STATISTICS 0;
ALTER TABLE ONLY public.asset_targets ALTER COLUMN target_pct SET STATISTICS 0;
ALTER TABLE ONLY public.asset_targets ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.asset_targets ALTER COLUMN updated_at SET STATISTICS 0;

ALTER TABLE ONLY public.asset_targets FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.asset_targets IS 'What an asset should be of its category, from the month of its set on.';

COMMENT ON COLUMN public.asset_targets.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.asset_targets.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.asset_targets.asset_id IS 'The asset.';

COMMENT ON COLUMN public.asset_targets.year IS 'The year of the month, 2000 to 2100.';

COMMENT ON COLUMN public.asset_targets.month IS 'The month of the year, 1 to 12.';

COMMENT ON COLUMN public.asset_targets.period IS 'The first day of the month, generated from year and month.';

COMMENT ON COLUMN public.asset_targets.target_pct IS 'The share that is wanted of what assets without a target leave of the category, as a fraction.';

COMMENT ON COLUMN public.asset_targets.created_at IS 'When the row was added.';

COMMENT ON COLUMN public.asset_targets.updated_at IS 'When the row was last changed, kept by a trigger.';

CREATE TABLE public.target_sets (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    year integer NOT NULL,
    month integer NOT NULL,
    period date GENERATED ALWAYS AS (public.first_of_month(year, month)) STORED NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT month_between_1_and_12 CHECK (((month >= 1) AND (month <= 12))),
    CONSTRAINT year_between_2000_and_2100 CHECK (((year >= 2000) AND (year <= 2100)))
);
ALTER TABLE ONLY public.target_sets ALTER COLUMN period SET STATISTICS 0;
ALTER TABLE ONLY public.target_sets ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.target_sets ALTER COLUMN updated_at SET STATISTICS 0;

ALTER TABLE ONLY public.target_sets FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.target_sets IS 'The months from which on a whole set of targets holds, until the next set begins.';

COMMENT ON COLUMN public.target_sets.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.target_sets.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.target_sets.year IS 'The year of the month, 2000 to 2100.';

COMMENT ON COLUMN public.target_sets.month IS 'The month of the year, 1 to 12.';

COMMENT ON COLUMN public.target_sets.period IS 'The first day of the month, generated from year and month.';

COMMENT ON COLUMN public.target_sets.created_at IS 'When the row was added.';

COMMENT ON COLUMN public.target_sets.updated_at IS 'When the row was last changed, kept by a trigger.';

CREATE VIEW public.target_spans WITH (security_invoker='true') AS
 SELECT user_id,
    year,
    month,
    period AS first_month,
    lead(period) OVER (PARTITION BY user_id ORDER BY year, month) AS next_month
   FROM public.target_sets;

COMMENT ON VIEW public.target_spans IS 'The months in which each set of targets holds.';

COMMENT ON COLUMN public.target_spans.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.target_spans.year IS 'The year of the month, 2000 to 2100.';

COMMENT ON COLUMN public.target_spans.month IS 'The month of the year, 1 to 12.';

COMMENT ON COLUMN public.target_spans.first_month IS 'The first month in which it holds.';

COMMENT ON COLUMN public.target_spans.next_month IS 'The month in which the next set begins; null for the newest set.';

CREATE VIEW public.asset_target_spans WITH (security_invoker='true') AS
 SELECT target_spans.user_id,
    target_spans.first_month,
    target_spans.next_month,
    asset_targets.asset_id,
    asset_targets.target_pct
   FROM (public.target_spans
     JOIN public.asset_targets ON (((asset_targets.user_id = target_spans.user_id) AND (asset_targets.year = target_spans.year) AND (asset_targets.month = target_spans.month))));

COMMENT ON VIEW public.asset_target_spans IS 'The target of each asset within its category, with the months in which it holds.';

COMMENT ON COLUMN public.asset_target_spans.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.asset_target_spans.first_month IS 'The first month in which it holds.';

COMMENT ON COLUMN public.asset_target_spans.next_month IS 'The month in which the next set begins; null for the newest set.';

COMMENT ON COLUMN public.asset_target_spans.asset_id IS 'The asset.';

COMMENT ON COLUMN public.asset_target_spans.target_pct IS 'The share that is wanted of what assets without a target leave of the category, as a fraction.';

CREATE VIEW public.asset_worth WITH (security_invoker='true') AS
 SELECT asset_inputs.user_id,
    asset_inputs.year,
    asset_inputs.month,
    asset_inputs.period,
    asset_inputs.asset_id,
    assets.category_id,
    asset_inputs.total,
    asset_inputs.carried
   FROM ((public.asset_inputs
     JOIN public.assets ON (((assets.user_id = asset_inputs.user_id) AND (assets.id = asset_inputs.asset_id))))
     JOIN public.asset_categories ON ((asset_categories.id = assets.category_id)))
  WHERE (asset_categories.kind = 'asset'::text);

COMMENT ON VIEW public.asset_worth IS 'The values of what is owned, and not of what is owed, with the category of each.';

COMMENT ON COLUMN public.asset_worth.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.asset_worth.year IS 'The year of the month, 2000 to 2100.';

COMMENT ON COLUMN public.asset_worth.month IS 'The month of the year, 1 to 12.';

COMMENT ON COLUMN public.asset_worth.period IS 'The first day of the month, generated from year and month.';

COMMENT ON COLUMN public.asset_worth.asset_id IS 'The asset whose value it is.';

COMMENT ON COLUMN public.asset_worth.category_id IS 'The category it is in.';

COMMENT ON COLUMN public.asset_worth.total IS 'The value.';

COMMENT ON COLUMN public.asset_worth.carried IS 'Whether it was copied forward and not looked up.';

ALTER TABLE public.audit_changes ALTER COLUMN "position" ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_changes_position_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.expense_categories (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid,
    code text NOT NULL,
    name text NOT NULL,
    sort_order integer DEFAULT 1000 NOT NULL,
    closed_on date,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT category_name_is_1_to_100_characters CHECK (((char_length(btrim(name)) >= 1) AND (char_length(name) <= 100))),
    CONSTRAINT code_is_1_to_40_capitals_digits_or_underscores CHECK ((code ~ '^[A-Z][A-Z0-9_]{0,39}$'::text))
);
ALTER TABLE ONLY public.expense_categories ALTER COLUMN code SET STATISTICS 0;
ALTER TABLE ONLY public.expense_categories ALTER COLUMN name SET STATISTICS 0;
ALTER TABLE ONLY public.expense_categories ALTER COLUMN closed_on SET STATISTICS 0;
ALTER TABLE ONLY public.expense_categories ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.expense_categories ALTER COLUMN updated_at SET STATISTICS 0;

ALTER TABLE ONLY public.expense_categories FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.expense_categories IS 'The kinds of expenses, which budgets are for: built in, or a user''s own.';

COMMENT ON COLUMN public.expense_categories.id IS 'What the category is known by.';

COMMENT ON COLUMN public.expense_categories.user_id IS 'Whose own it is; null for what is built in.';

COMMENT ON COLUMN public.expense_categories.code IS 'Its short name in capitals, such as FOOD.';

COMMENT ON COLUMN public.expense_categories.name IS 'Its name as it is shown.';

COMMENT ON COLUMN public.expense_categories.sort_order IS 'Its place in lists, the lowest first.';

COMMENT ON COLUMN public.expense_categories.closed_on IS 'The day from which on nothing new goes into it; null while it is open.';

COMMENT ON COLUMN public.expense_categories.created_at IS 'When the row was added.';

COMMENT ON COLUMN public.expense_categories.updated_at IS 'When the row was last changed, kept by a trigger.';

CREATE VIEW public.budget_by_month WITH (security_invoker='true') AS
 SELECT lines.user_id,
    lines.month,
    lines.year,
    lines.month_of_year,
    users.base_currency,
    lines.category_id,
    expense_categories.code AS category,
    expense_categories.name AS category_name,
    lines.budget,
    lines.carried,
    lines.available,
    lines.spent,
    (lines.available - lines.spent) AS left_over,
    public.share_of(lines.spent, lines.available) AS used_pct
   FROM ((( SELECT planned.user_id,
            planned.category_id,
            planned.year,
            public.month_of(chain.period) AS month_of_year,
            chain.period AS month,
            chain.budget,
            chain.carried,
            chain.available,
            chain.spent
           FROM (( SELECT DISTINCT budgets.user_id,
                    budgets.category_id,
                    budgets.year
                   FROM public.budgets) planned
             CROSS JOIN LATERAL public.budget_chain(planned.user_id, planned.category_id, public.first_of_month(planned.year, 1), public.first_of_month(planned.year, 12), COALESCE(NULLIF(current_setting('finally.budget_policy'::text, true), ''::text), 'adjust'::text)) chain(period, calculated, policy, carry_floor, carry_cap, starts, budget, moved, carried, available, spent, planned, before, before_moved, before_spent, now_policy, now_floor, now_cap, now))
          WHERE (chain.period >= public.first_of_month(planned.year, 1))
        UNION ALL
         SELECT spending.user_id,
            spending.category_id,
            spending.year,
            spending.month AS month_of_year,
            public.first_of_month(spending.year, spending.month) AS month,
            NULL::numeric AS budget,
            NULL::numeric AS carried,
            NULL::numeric AS available,
            spending.spent
           FROM ( SELECT expense_items.user_id,
                    expense_items.category_id,
                    expense_items.year,
                    expense_items.month,
                    sum(expense_items.amount) AS spent
                   FROM public.expense_items
                  GROUP BY expense_items.user_id, expense_items.year, expense_items.month, expense_items.category_id) spending
          WHERE (NOT (EXISTS ( SELECT
                   FROM public.budgets
                  WHERE ((budgets.user_id = spending.user_id) AND (budgets.category_id = spending.category_id) AND (budgets.year = spending.year) AND (budgets.month = spending.month)))))) lines
     JOIN public.expense_categories ON ((expense_categories.id = lines.category_id)))
     LEFT JOIN public.users ON ((users.id = lines.user_id)));

COMMENT ON VIEW public.budget_by_month IS 'What each category may cost in a month, has cost, and what is left, as report budget has it.';

COMMENT ON COLUMN public.budget_by_month.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.budget_by_month.month IS 'The first day of the month; a category is there where it has a budget or an expense.';

COMMENT ON COLUMN public.budget_by_month.year IS 'The year of the month, 2000 to 2100.';

COMMENT ON COLUMN public.budget_by_month.month_of_year IS 'The month as a number, 1 to 12: with year it is a condition that an index answers.';

COMMENT ON COLUMN public.budget_by_month.base_currency IS 'The currency that the user keeps books in, an ISO 4217 code.';

COMMENT ON COLUMN public.budget_by_month.category_id IS 'The id of the category.';

COMMENT ON COLUMN public.budget_by_month.category IS 'The code of the category, such as FOOD.';

COMMENT ON COLUMN public.budget_by_month.category_name IS 'The name of the category.';

COMMENT ON COLUMN public.budget_by_month.budget IS 'What was planned, and what was moved into it less what was moved out; null where nothing was planned.';

COMMENT ON COLUMN public.budget_by_month.carried IS 'What the months before have left over, where the policy is carry, below zero overspent; null without a budget.';

COMMENT ON COLUMN public.budget_by_month.available IS 'The budget and what is carried; null without a budget.';

COMMENT ON COLUMN public.budget_by_month.spent IS 'What it has cost, less what was given back.';

COMMENT ON COLUMN public.budget_by_month.left_over IS 'What is available less what was spent, below zero overspent; null without a budget.';

COMMENT ON COLUMN public.budget_by_month.used_pct IS 'What was spent as a fraction of what is available; null where that is nothing.';

CREATE VIEW public.cash_flow_by_month WITH (security_invoker='true') AS
 SELECT users.id AS user_id,
    months.month,
    public.year_of(months.month) AS year,
    public.month_of(months.month) AS month_of_year,
    users.base_currency,
    flows.income,
    flows.expenses,
    (flows.income - flows.expenses) AS net,
    public.share_of((flows.income - flows.expenses), flows.income) AS savings_rate
   FROM (((public.users
     CROSS JOIN LATERAL ( SELECT min(ends.month) AS first_month,
            max(ends.month) AS last_month
           FROM (( SELECT public.first_of_month(incoming_items.year, incoming_items.month) AS month
                   FROM public.incoming_items
                  WHERE (incoming_items.user_id = users.id)
                  ORDER BY incoming_items.year, incoming_items.month
                 LIMIT 1)
                UNION ALL
                ( SELECT public.first_of_month(incoming_items.year, incoming_items.month) AS month
                   FROM public.incoming_items
                  WHERE (incoming_items.user_id = users.id)
                  ORDER BY incoming_items.year DESC, incoming_items.month DESC
                 LIMIT 1)
                UNION ALL
                ( SELECT public.first_of_month(expense_items.year, expense_items.month) AS month
                   FROM public.expense_items
                  WHERE (expense_items.user_id = users.id)
                  ORDER BY expense_items.year, expense_items.month
                 LIMIT 1)
                UNION ALL
                ( SELECT public.first_of_month(expense_items.year, expense_items.month) AS month
                   FROM public.expense_items
                  WHERE (expense_items.user_id = users.id)
                  ORDER BY expense_items.year DESC, expense_items.month DESC
                 LIMIT 1)) ends) record)
     CROSS JOIN LATERAL public.months_between(record.first_month, record.last_month) months(month))
     CROSS JOIN LATERAL ( SELECT
                CASE
                    WHEN (count(*) > 0) THEN COALESCE(sum(cash_flows.income), (0)::numeric)
                    ELSE NULL::numeric
                END AS income,
                CASE
                    WHEN (count(*) > 0) THEN COALESCE(sum(cash_flows.expense), (0)::numeric)
                    ELSE NULL::numeric
                END AS expenses
           FROM public.cash_flows
          WHERE ((cash_flows.user_id = users.id) AND (cash_flows.year = public.year_of(months.month)) AND (cash_flows.month = public.month_of(months.month)))) flows)
  WHERE (users.id = COALESCE(( SELECT public.open_books() AS open_books), users.id));

COMMENT ON VIEW public.cash_flow_by_month IS 'What came in, what went out and what was kept of it each month, as report cashflow has it.';

COMMENT ON COLUMN public.cash_flow_by_month.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.cash_flow_by_month.month IS 'The first day of the month; every one from the first with an entry to the last is there.';

COMMENT ON COLUMN public.cash_flow_by_month.year IS 'The year of the month, 2000 to 2100.';

COMMENT ON COLUMN public.cash_flow_by_month.month_of_year IS 'The month as a number, 1 to 12: with year it is a condition that an index answers.';

COMMENT ON COLUMN public.cash_flow_by_month.base_currency IS 'The currency that the user keeps books in, an ISO 4217 code.';

COMMENT ON COLUMN public.cash_flow_by_month.income IS 'What came in; null in a month without entries.';

COMMENT ON COLUMN public.cash_flow_by_month.expenses IS 'What went out, above zero, less what was given back; null in a month without entries.';

COMMENT ON COLUMN public.cash_flow_by_month.net IS 'What was saved: income less expenses, below zero where more went out.';

COMMENT ON COLUMN public.cash_flow_by_month.savings_rate IS 'What was saved as a fraction of income; null without income.';

CREATE TABLE public.category_allocation_targets (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    category_id uuid NOT NULL,
    year integer DEFAULT 2000 NOT NULL,
    month integer DEFAULT 1 NOT NULL,
    period date GENERATED ALWAYS AS (public.first_of_month(year, month)) STORED NOT NULL,
    target_pct numeric(9,6) NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT target_between_0_and_1 CHECK (((target_pct >= (0)::numeric) AND (target_pct <= (1)::numeric)))
);
ALTER TABLE ONLY public.category_allocation_targets ALTER COLUMN period SET STATISTICS 0;
ALTER TABLE ONLY public.category_allocation_targets ALTER COLUMN target_pct SET STATISTICS 0;
ALTER TABLE ONLY public.category_allocation_targets ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.category_allocation_targets ALTER COLUMN updated_at SET STATISTICS 0;

ALTER TABLE ONLY public.category_allocation_targets FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.category_allocation_targets IS 'What a category should be of all assets, from the month of its set on.';

COMMENT ON COLUMN public.category_allocation_targets.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.category_allocation_targets.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.category_allocation_targets.category_id IS 'The category of assets.';

COMMENT ON COLUMN public.category_allocation_targets.year IS 'The year of the month, 2000 to 2100.';

COMMENT ON COLUMN public.category_allocation_targets.month IS 'The month of the year, 1 to 12.';

COMMENT ON COLUMN public.category_allocation_targets.period IS 'The first day of the month, generated from year and month.';

COMMENT ON COLUMN public.category_allocation_targets.target_pct IS 'The share that is wanted, as a fraction: 0.25 is 25 %.';

COMMENT ON COLUMN public.category_allocation_targets.created_at IS 'When the row was added.';

COMMENT ON COLUMN public.category_allocation_targets.updated_at IS 'When the row was last changed, kept by a trigger.';

CREATE VIEW public.category_target_spans WITH (security_invoker='true') AS
 SELECT target_spans.user_id,
    target_spans.first_month,
    target_spans.next_month,
    category_allocation_targets.category_id,
    category_allocation_targets.target_pct
   FROM (public.target_spans
     JOIN public.category_allocation_targets ON (((category_allocation_targets.user_id = target_spans.user_id) AND (category_allocation_targets.year = target_spans.year) AND (category_allocation_targets.month = target_spans.month))));

COMMENT ON VIEW public.category_target_spans IS 'The target of each category, with the months in which it holds.';

COMMENT ON COLUMN public.category_target_spans.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.category_target_spans.first_month IS 'The first month in which it holds.';

COMMENT ON COLUMN public.category_target_spans.next_month IS 'The month in which the next set begins; null for the newest set.';

COMMENT ON COLUMN public.category_target_spans.category_id IS 'The category of assets.';

COMMENT ON COLUMN public.category_target_spans.target_pct IS 'The share that is wanted of all assets, as a fraction.';

CREATE TABLE public.expense_subcategories (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid,
    category_id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    sort_order integer DEFAULT 1000 NOT NULL,
    closed_on date,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT category_name_is_1_to_100_characters CHECK (((char_length(btrim(name)) >= 1) AND (char_length(name) <= 100))),
    CONSTRAINT code_is_1_to_40_capitals_digits_or_underscores CHECK ((code ~ '^[A-Z][A-Z0-9_]{0,39}$'::text))
);
ALTER TABLE ONLY public.expense_subcategories ALTER COLUMN code SET STATISTICS 0;
ALTER TABLE ONLY public.expense_subcategories ALTER COLUMN name SET STATISTICS 0;
ALTER TABLE ONLY public.expense_subcategories ALTER COLUMN closed_on SET STATISTICS 0;
ALTER TABLE ONLY public.expense_subcategories ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.expense_subcategories ALTER COLUMN updated_at SET STATISTICS 0;

ALTER TABLE ONLY public.expense_subcategories FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.expense_subcategories IS 'The parts of a category of expenses: built in, or a user''s own.';

COMMENT ON COLUMN public.expense_subcategories.id IS 'What the subcategory is known by.';

COMMENT ON COLUMN public.expense_subcategories.user_id IS 'Whose own it is; null for what is built in.';

COMMENT ON COLUMN public.expense_subcategories.category_id IS 'The category it is a part of.';

COMMENT ON COLUMN public.expense_subcategories.code IS 'Its short name in capitals, such as GROCERIES.';

COMMENT ON COLUMN public.expense_subcategories.name IS 'Its name as it is shown.';

COMMENT ON COLUMN public.expense_subcategories.sort_order IS 'Its place in lists, the lowest first.';

COMMENT ON COLUMN public.expense_subcategories.closed_on IS 'The day from which on nothing new goes into it; null while it is open.';

COMMENT ON COLUMN public.expense_subcategories.created_at IS 'When the row was added.';

COMMENT ON COLUMN public.expense_subcategories.updated_at IS 'When the row was last changed, kept by a trigger.';

CREATE TABLE public.idempotency_keys (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    command text NOT NULL,
    answer jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT answer_is_complete CHECK ((answer ?& ARRAY['json'::text, 'csv'::text, 'table'::text, 'is_remark'::text, 'remarks'::text, 'exit_code'::text])),
    CONSTRAINT idempotency_key_is_1_to_200_characters CHECK (((char_length(key) >= 1) AND (char_length(key) <= 200))),
    CONSTRAINT request_hash_is_a_sha256 CHECK ((octet_length(request_hash) = 32))
);
ALTER TABLE ONLY public.idempotency_keys ALTER COLUMN key SET STATISTICS 0;
ALTER TABLE ONLY public.idempotency_keys ALTER COLUMN request_hash SET STATISTICS 0;
ALTER TABLE ONLY public.idempotency_keys ALTER COLUMN command SET STATISTICS 0;
ALTER TABLE ONLY public.idempotency_keys ALTER COLUMN answer SET STATISTICS 0;
ALTER TABLE ONLY public.idempotency_keys ALTER COLUMN created_at SET STATISTICS 0;

ALTER TABLE ONLY public.idempotency_keys FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.idempotency_keys IS 'Keys under which a command was done, each with the answer that the same key gets again.';

COMMENT ON COLUMN public.idempotency_keys.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.idempotency_keys.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.idempotency_keys.key IS 'The key as it was given.';

COMMENT ON COLUMN public.idempotency_keys.request_hash IS 'The SHA-256 of the command and its arguments.';

COMMENT ON COLUMN public.idempotency_keys.command IS 'The command, such as expense add.';

COMMENT ON COLUMN public.idempotency_keys.answer IS 'What was printed, in each form.';

COMMENT ON COLUMN public.idempotency_keys.created_at IS 'When the row was added.';

CREATE TABLE public.imports (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    source_id uuid NOT NULL,
    file_name text NOT NULL,
    file_hash bytea NOT NULL,
    format text NOT NULL,
    words_from uuid,
    rows_read integer NOT NULL,
    first_day date,
    last_day date,
    opening numeric(24,4),
    opening_on date,
    closing numeric(24,4),
    closing_on date,
    follows boolean,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT closing_is_a_number_of_a_day CHECK (((closing <> 'NaN'::numeric) AND (num_nulls(closing, closing_on) = ANY (ARRAY[0, 2])))),
    CONSTRAINT days_are_in_order CHECK (((first_day <= last_day) AND (num_nulls(first_day, last_day) = ANY (ARRAY[0, 2])))),
    CONSTRAINT file_hash_is_a_sha256 CHECK ((octet_length(file_hash) = 32)),
    CONSTRAINT file_name_is_1_to_255_characters CHECK (((char_length(file_name) >= 1) AND (char_length(file_name) <= 255))),
    CONSTRAINT format_is_known CHECK ((format = ANY (ARRAY['csv'::text, 'ofx'::text, 'qif'::text, 'camt'::text, 'mt940'::text]))),
    CONSTRAINT opening_is_a_number_of_a_day CHECK (((opening <> 'NaN'::numeric) AND (num_nulls(opening, opening_on) = ANY (ARRAY[0, 2])))),
    CONSTRAINT rows_read_is_not_negative CHECK ((rows_read >= 0))
);
ALTER TABLE ONLY public.imports ALTER COLUMN file_name SET STATISTICS 0;
ALTER TABLE ONLY public.imports ALTER COLUMN file_hash SET STATISTICS 0;
ALTER TABLE ONLY public.imports ALTER COLUMN format SET STATISTICS 0;
ALTER TABLE ONLY public.imports ALTER COLUMN first_day SET STATISTICS 0;
ALTER TABLE ONLY public.imports ALTER COLUMN last_day SET STATISTICS 0;
ALTER TABLE ONLY public.imports ALTER COLUMN opening SET STATISTICS 0;
ALTER TABLE ONLY public.imports ALTER COLUMN opening_on SET STATISTICS 0;
ALTER TABLE ONLY public.imports ALTER COLUMN closing SET STATISTICS 0;
ALTER TABLE ONLY public.imports ALTER COLUMN closing_on SET STATISTICS 0;
ALTER TABLE ONLY public.imports ALTER COLUMN follows SET STATISTICS 0;
ALTER TABLE ONLY public.imports ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.imports ALTER COLUMN updated_at SET STATISTICS 0;

ALTER TABLE ONLY public.imports FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.imports IS 'The files that were imported, each of one source.';

COMMENT ON COLUMN public.imports.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.imports.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.imports.source_id IS 'The source it is of.';

COMMENT ON COLUMN public.imports.file_name IS 'The name of the file, without its folder.';

COMMENT ON COLUMN public.imports.file_hash IS 'The SHA-256 of its bytes.';

COMMENT ON COLUMN public.imports.format IS 'csv, ofx, qif, camt or mt940.';

COMMENT ON COLUMN public.imports.words_from IS 'Of a CSV file: which of its columns the texts of its rows are made of, as a hash; null for other formats.';

COMMENT ON COLUMN public.imports.rows_read IS 'How many booked rows it has, new or known.';

COMMENT ON COLUMN public.imports.first_day IS 'The first day it covers; null where nothing says.';

COMMENT ON COLUMN public.imports.last_day IS 'The last day it covers; null where nothing says.';

COMMENT ON COLUMN public.imports.opening IS 'The balance before its first row, in the source''s currency, below zero owed; null where it says none.';

COMMENT ON COLUMN public.imports.opening_on IS 'The day at whose end that was the balance.';

COMMENT ON COLUMN public.imports.closing IS 'The balance after its last row, in the source''s currency, below zero owed; null where it says none.';

COMMENT ON COLUMN public.imports.closing_on IS 'The day at whose end that was the balance.';

COMMENT ON COLUMN public.imports.follows IS 'Whether the opening balance and the rows give the closing one; null where nothing proves it.';

COMMENT ON COLUMN public.imports.created_at IS 'When the row was added.';

COMMENT ON COLUMN public.imports.updated_at IS 'When the row was last changed, kept by a trigger.';

CREATE TABLE public.income_categories (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid,
    code text NOT NULL,
    name text NOT NULL,
    sort_order integer DEFAULT 1000 NOT NULL,
    closed_on date,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT category_name_is_1_to_100_characters CHECK (((char_length(btrim(name)) >= 1) AND (char_length(name) <= 100))),
    CONSTRAINT code_is_1_to_40_capitals_digits_or_underscores CHECK ((code ~ '^[A-Z][A-Z0-9_]{0,39}$'::text))
);
ALTER TABLE ONLY public.income_categories ALTER COLUMN code SET STATISTICS 0;
ALTER TABLE ONLY public.income_categories ALTER COLUMN name SET STATISTICS 0;
ALTER TABLE ONLY public.income_categories ALTER COLUMN closed_on SET STATISTICS 0;
ALTER TABLE ONLY public.income_categories ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.income_categories ALTER COLUMN updated_at SET STATISTICS 0;

ALTER TABLE ONLY public.income_categories FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.income_categories IS 'The kinds of incomes: built in, or a user''s own.';

COMMENT ON COLUMN public.income_categories.id IS 'What the category is known by.';

COMMENT ON COLUMN public.income_categories.user_id IS 'Whose own it is; null for what is built in.';

COMMENT ON COLUMN public.income_categories.code IS 'Its short name in capitals, such as SALARY.';

COMMENT ON COLUMN public.income_categories.name IS 'Its name as it is shown.';

COMMENT ON COLUMN public.income_categories.sort_order IS 'Its place in lists, the lowest first.';

COMMENT ON COLUMN public.income_categories.closed_on IS 'The day from which on nothing new goes into it; null while it is open.';

COMMENT ON COLUMN public.income_categories.created_at IS 'When the row was added.';

COMMENT ON COLUMN public.income_categories.updated_at IS 'When the row was last changed, kept by a trigger.';

CREATE VIEW public.latest_networth WITH (security_invoker='true') AS
 SELECT DISTINCT ON (user_id) user_id,
    year,
    month,
    period,
    net_worth,
    snapshots,
    computed_at
   FROM public.networth_materialized
  ORDER BY user_id DESC, year DESC, month DESC;

COMMENT ON VIEW public.latest_networth IS 'The net worth of the newest month of each user.';

COMMENT ON COLUMN public.latest_networth.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.latest_networth.year IS 'The year of the month, 2000 to 2100.';

COMMENT ON COLUMN public.latest_networth.month IS 'The month of the year, 1 to 12.';

COMMENT ON COLUMN public.latest_networth.period IS 'The first day of the month, generated from year and month.';

COMMENT ON COLUMN public.latest_networth.net_worth IS 'The sum of the month''s values, debts being below zero.';

COMMENT ON COLUMN public.latest_networth.snapshots IS 'How many values the month has.';

COMMENT ON COLUMN public.latest_networth.computed_at IS 'When a value of the month last changed.';

CREATE TABLE public.market_cap_history (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    asset_id uuid NOT NULL,
    year integer NOT NULL,
    month integer NOT NULL,
    period date GENERATED ALWAYS AS (public.first_of_month(year, month)) STORED NOT NULL,
    market_cap numeric(24,4) NOT NULL,
    source text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT market_cap_is_not_negative CHECK (((market_cap >= (0)::numeric) AND (market_cap <> 'NaN'::numeric))),
    CONSTRAINT market_cap_source_is_1_to_200_characters CHECK (((char_length(source) >= 1) AND (char_length(source) <= 200))),
    CONSTRAINT month_between_1_and_12 CHECK (((month >= 1) AND (month <= 12))),
    CONSTRAINT year_between_2000_and_2100 CHECK (((year >= 2000) AND (year <= 2100)))
);
ALTER TABLE ONLY public.market_cap_history ALTER COLUMN period SET STATISTICS 0;
ALTER TABLE ONLY public.market_cap_history ALTER COLUMN market_cap SET STATISTICS 0;
ALTER TABLE ONLY public.market_cap_history ALTER COLUMN source SET STATISTICS 0;
ALTER TABLE ONLY public.market_cap_history ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.market_cap_history ALTER COLUMN updated_at SET STATISTICS 0;

ALTER TABLE ONLY public.market_cap_history FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.market_cap_history IS 'What the whole of an asset''s company was worth in a month.';

COMMENT ON COLUMN public.market_cap_history.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.market_cap_history.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.market_cap_history.asset_id IS 'The asset it is of.';

COMMENT ON COLUMN public.market_cap_history.year IS 'The year of the month, 2000 to 2100.';

COMMENT ON COLUMN public.market_cap_history.month IS 'The month of the year, 1 to 12.';

COMMENT ON COLUMN public.market_cap_history.period IS 'The first day of the month, generated from year and month.';

COMMENT ON COLUMN public.market_cap_history.market_cap IS 'The market capitalisation, in the base currency.';

COMMENT ON COLUMN public.market_cap_history.source IS 'Where the figure is from.';

COMMENT ON COLUMN public.market_cap_history.created_at IS 'When the row was added.';

COMMENT ON COLUMN public.market_cap_history.updated_at IS 'When the row was last changed, kept by a trigger.';

CREATE VIEW public.net_worth_by_month WITH (security_invoker='true') AS
 SELECT users.id AS user_id,
    months.month,
    public.year_of(months.month) AS year,
    public.month_of(months.month) AS month_of_year,
    users.base_currency,
    worth.assets,
    worth.debts,
    worth.net_worth,
    worth.carried,
    absent.missing
   FROM ((((public.users
     CROSS JOIN LATERAL ( SELECT min(public.first_of_month(kept.year, kept.month)) AS first_month,
            max(public.first_of_month(kept.year, kept.month)) AS last_month
           FROM public.networth_materialized kept
          WHERE (kept.user_id = users.id)) record)
     CROSS JOIN LATERAL public.months_between(record.first_month, record.last_month) months(month))
     CROSS JOIN LATERAL ( SELECT
                CASE
                    WHEN (count(*) > 0) THEN COALESCE(sum(asset_inputs.total) FILTER (WHERE (asset_categories.kind = 'asset'::text)), (0)::numeric)
                    ELSE NULL::numeric
                END AS assets,
                CASE
                    WHEN (count(*) > 0) THEN COALESCE(sum(asset_inputs.total) FILTER (WHERE (asset_categories.kind = 'liability'::text)), (0)::numeric)
                    ELSE NULL::numeric
                END AS debts,
            sum(asset_inputs.total) AS net_worth,
            count(*) FILTER (WHERE asset_inputs.carried) AS carried
           FROM ((public.asset_inputs
             JOIN public.assets ON (((assets.user_id = asset_inputs.user_id) AND (assets.id = asset_inputs.asset_id))))
             JOIN public.asset_categories ON ((asset_categories.id = assets.category_id)))
          WHERE ((asset_inputs.user_id = users.id) AND (asset_inputs.year = public.year_of(months.month)) AND (asset_inputs.month = public.month_of(months.month)))) worth)
     CROSS JOIN LATERAL ( SELECT count(*) AS missing
           FROM public.missing_assets(users.id, months.month) missing_assets(asset_id, category_id)) absent)
  WHERE (users.id = COALESCE(( SELECT public.open_books() AS open_books), users.id));

COMMENT ON VIEW public.net_worth_by_month IS 'What is owned, owed and left at the end of each month, as report networth --months has it.';

COMMENT ON COLUMN public.net_worth_by_month.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.net_worth_by_month.month IS 'The first day of the month; every one from the first with values to the last is there.';

COMMENT ON COLUMN public.net_worth_by_month.year IS 'The year of the month, 2000 to 2100.';

COMMENT ON COLUMN public.net_worth_by_month.month_of_year IS 'The month as a number, 1 to 12: with year it is a condition that an index answers.';

COMMENT ON COLUMN public.net_worth_by_month.base_currency IS 'The currency that the user keeps books in, an ISO 4217 code.';

COMMENT ON COLUMN public.net_worth_by_month.assets IS 'What is owned; null in a month without values.';

COMMENT ON COLUMN public.net_worth_by_month.debts IS 'What is owed, below zero; null in a month without values.';

COMMENT ON COLUMN public.net_worth_by_month.net_worth IS 'Assets and debts together; null in a month without values.';

COMMENT ON COLUMN public.net_worth_by_month.carried IS 'How many values were copied forward and not looked up.';

COMMENT ON COLUMN public.net_worth_by_month.missing IS 'How many assets have no value, though they should: the sums lack them.';

CREATE TABLE public.rules (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    "position" integer NOT NULL,
    pattern text NOT NULL,
    is_regex boolean DEFAULT false NOT NULL,
    least_amount numeric(24,4),
    most_amount numeric(24,4),
    direction text,
    source_id uuid,
    action text NOT NULL,
    income_category_id uuid,
    expense_category_id uuid,
    subcategory_id uuid,
    asset_id uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT direction_is_in_or_out CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text]))),
    CONSTRAINT rule_action_is_known CHECK ((action = ANY (ARRAY['category'::text, 'ignore'::text, 'transfer'::text, 'contribution'::text]))),
    CONSTRAINT rule_amounts_are_in_order CHECK ((least_amount <= most_amount)),
    CONSTRAINT rule_amounts_are_not_negative CHECK (((least_amount >= (0)::numeric) AND (least_amount <> 'NaN'::numeric) AND (most_amount >= (0)::numeric) AND (most_amount <> 'NaN'::numeric))),
    CONSTRAINT rule_pattern_is_1_to_1000_characters CHECK (((char_length(btrim(pattern)) >= 1) AND (char_length(pattern) <= 1000))),
    CONSTRAINT rule_position_is_1_or_more CHECK (("position" >= 1)),
    CONSTRAINT rule_says_what_its_action_needs CHECK (((num_nonnulls(income_category_id, expense_category_id) = ((action = 'category'::text))::integer) AND (num_nonnulls(asset_id) = ((action = 'contribution'::text))::integer) AND ((subcategory_id IS NULL) OR (expense_category_id IS NOT NULL))))
);
ALTER TABLE ONLY public.rules ALTER COLUMN pattern SET STATISTICS 0;
ALTER TABLE ONLY public.rules ALTER COLUMN is_regex SET STATISTICS 0;
ALTER TABLE ONLY public.rules ALTER COLUMN least_amount SET STATISTICS 0;
ALTER TABLE ONLY public.rules ALTER COLUMN most_amount SET STATISTICS 0;
ALTER TABLE ONLY public.rules ALTER COLUMN direction SET STATISTICS 0;
ALTER TABLE ONLY public.rules ALTER COLUMN action SET STATISTICS 0;
ALTER TABLE ONLY public.rules ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.rules ALTER COLUMN updated_at SET STATISTICS 0;

ALTER TABLE ONLY public.rules FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.rules IS 'What a bank''s row with certain words becomes; the first rule that fits decides.';

COMMENT ON COLUMN public.rules.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.rules.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.rules."position" IS 'Its place among the rules, from 1; of two alike the older one is first.';

COMMENT ON COLUMN public.rules.pattern IS 'The words that follow each other in the text of a row, or a regular expression.';

COMMENT ON COLUMN public.rules.is_regex IS 'Whether the pattern is a regular expression.';

COMMENT ON COLUMN public.rules.least_amount IS 'The least amount it is for, without its sign and in the source''s currency; null for any.';

COMMENT ON COLUMN public.rules.most_amount IS 'The greatest amount it is for, without its sign and in the source''s currency; null for any.';

COMMENT ON COLUMN public.rules.direction IS 'in or out; null for both.';

COMMENT ON COLUMN public.rules.source_id IS 'The source whose rows it is for; null for all of them.';

COMMENT ON COLUMN public.rules.action IS 'What the row becomes: category, ignore, transfer or contribution.';

COMMENT ON COLUMN public.rules.income_category_id IS 'The category of incomes it goes into; null for none.';

COMMENT ON COLUMN public.rules.expense_category_id IS 'The category of expenses it goes into; null for none.';

COMMENT ON COLUMN public.rules.subcategory_id IS 'The subcategory it goes into; null for none.';

COMMENT ON COLUMN public.rules.asset_id IS 'The asset that money is put into; null unless the action is contribution.';

COMMENT ON COLUMN public.rules.created_at IS 'When the row was added.';

COMMENT ON COLUMN public.rules.updated_at IS 'When the row was last changed, kept by a trigger.';

CREATE TABLE public.schema_migrations (
    version integer NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE public.schema_migrations IS 'The migrations that have made this schema.';

COMMENT ON COLUMN public.schema_migrations.version IS 'The number of the migration, from 1 without gaps.';

COMMENT ON COLUMN public.schema_migrations.name IS 'The name of its file.';

COMMENT ON COLUMN public.schema_migrations.sha256 IS 'The SHA-256 of its text.';

COMMENT ON COLUMN public.schema_migrations.applied_at IS 'When it was applied.';

CREATE VIEW public.signed_entries WITH (security_invoker='true') AS
 SELECT incoming_items.user_id,
    incoming_items.id,
    'income'::text AS noun,
    incoming_items.year,
    incoming_items.month,
    incoming_items.period,
    incoming_items.received_on AS day,
    incoming_items.amount,
    incoming_items.import_row_id,
    incoming_items.created_at
   FROM public.incoming_items
UNION ALL
 SELECT expense_items.user_id,
    expense_items.id,
    'expense'::text AS noun,
    expense_items.year,
    expense_items.month,
    expense_items.period,
    expense_items.spent_on AS day,
    (- expense_items.amount) AS amount,
    expense_items.import_row_id,
    expense_items.created_at
   FROM public.expense_items;

COMMENT ON VIEW public.signed_entries IS 'Incomes and expenses in the sense of an account: below zero is out.';

COMMENT ON COLUMN public.signed_entries.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.signed_entries.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.signed_entries.noun IS 'income or expense.';

COMMENT ON COLUMN public.signed_entries.year IS 'The year of the month, 2000 to 2100.';

COMMENT ON COLUMN public.signed_entries.month IS 'The month of the year, 1 to 12.';

COMMENT ON COLUMN public.signed_entries.period IS 'The first day of the month, generated from year and month.';

COMMENT ON COLUMN public.signed_entries.day IS 'The day, which lies in the month; null for some day of it.';

COMMENT ON COLUMN public.signed_entries.amount IS 'How much; below zero for what went out.';

COMMENT ON COLUMN public.signed_entries.import_row_id IS 'The row of a bank''s file that it was made of; null for what was typed.';

COMMENT ON COLUMN public.signed_entries.created_at IS 'When the row was added.';

CREATE TABLE public.sources (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    source_name text NOT NULL,
    currency text NOT NULL,
    account_key text,
    asset_id uuid,
    has_ids boolean,
    layout jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT account_key_is_capitals_and_digits CHECK ((account_key ~ '^[A-Z0-9*]{1,64}$'::text)),
    CONSTRAINT currency_is_three_capital_letters CHECK ((currency ~ '^[A-Z]{3}$'::text)),
    CONSTRAINT layout_is_an_object CHECK ((jsonb_typeof(layout) = 'object'::text)),
    CONSTRAINT source_name_has_no_spaces_around_it CHECK ((source_name = btrim(source_name))),
    CONSTRAINT source_name_is_1_to_100_characters CHECK (((char_length(source_name) >= 1) AND (char_length(source_name) <= 100)))
);
ALTER TABLE ONLY public.sources ALTER COLUMN source_name SET STATISTICS 0;
ALTER TABLE ONLY public.sources ALTER COLUMN currency SET STATISTICS 0;
ALTER TABLE ONLY public.sources ALTER COLUMN account_key SET STATISTICS 0;
ALTER TABLE ONLY public.sources ALTER COLUMN has_ids SET STATISTICS 0;
ALTER TABLE ONLY public.sources ALTER COLUMN layout SET STATISTICS 0;
ALTER TABLE ONLY public.sources ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.sources ALTER COLUMN updated_at SET STATISTICS 0;

ALTER TABLE ONLY public.sources FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.sources IS 'Accounts at banks whose files are imported.';

COMMENT ON COLUMN public.sources.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.sources.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.sources.source_name IS 'The name it is called by.';

COMMENT ON COLUMN public.sources.currency IS 'The currency its files are in, an ISO 4217 code.';

COMMENT ON COLUMN public.sources.account_key IS 'Its IBAN or number in capitals and digits; null while no file has named one.';

COMMENT ON COLUMN public.sources.asset_id IS 'The asset whose value its balance is; null for none.';

COMMENT ON COLUMN public.sources.has_ids IS 'Whether the bank''s ids tell its rows apart; null while no file has said.';

COMMENT ON COLUMN public.sources.layout IS 'How its CSV files are read; null where it had none yet.';

COMMENT ON COLUMN public.sources.created_at IS 'When the row was added.';

COMMENT ON COLUMN public.sources.updated_at IS 'When the row was last changed, kept by a trigger.';

CREATE VIEW public.values_by_month WITH (security_invoker='true') AS
 SELECT asset_inputs.user_id,
    asset_inputs.period AS month,
    asset_inputs.year,
    asset_inputs.month AS month_of_year,
    users.base_currency,
    asset_inputs.asset_id,
    assets.asset_name AS asset,
    assets.category_id,
    asset_categories.code AS category,
    asset_categories.name AS category_name,
    asset_categories.kind,
    asset_inputs.total AS value,
    asset_inputs.native_amount,
    asset_inputs.currency,
    asset_inputs.rate,
    asset_inputs.contribution,
    asset_inputs.carried
   FROM (((public.asset_inputs
     JOIN public.assets ON (((assets.user_id = asset_inputs.user_id) AND (assets.id = asset_inputs.asset_id))))
     JOIN public.asset_categories ON ((asset_categories.id = assets.category_id)))
     LEFT JOIN public.users ON ((users.id = asset_inputs.user_id)));

COMMENT ON VIEW public.values_by_month IS 'What each asset and debt was worth at the end of each month, as report networth --by asset has it.';

COMMENT ON COLUMN public.values_by_month.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.values_by_month.month IS 'The first day of the month.';

COMMENT ON COLUMN public.values_by_month.year IS 'The year of the month, 2000 to 2100.';

COMMENT ON COLUMN public.values_by_month.month_of_year IS 'The month as a number, 1 to 12: with year it is a condition that an index answers.';

COMMENT ON COLUMN public.values_by_month.base_currency IS 'The currency that the user keeps books in, an ISO 4217 code.';

COMMENT ON COLUMN public.values_by_month.asset_id IS 'The id of the asset.';

COMMENT ON COLUMN public.values_by_month.asset IS 'The name of the asset or debt.';

COMMENT ON COLUMN public.values_by_month.category_id IS 'The id of its category.';

COMMENT ON COLUMN public.values_by_month.category IS 'The code of its category, such as CASH.';

COMMENT ON COLUMN public.values_by_month.category_name IS 'The name of its category.';

COMMENT ON COLUMN public.values_by_month.kind IS 'asset, or liability for a debt.';

COMMENT ON COLUMN public.values_by_month.value IS 'What it was worth; below zero for what is owed.';

COMMENT ON COLUMN public.values_by_month.native_amount IS 'The value in the currency beside it, with the same sign; null where that is the base currency.';

COMMENT ON COLUMN public.values_by_month.currency IS 'The other currency; null where the value is in the base currency.';

COMMENT ON COLUMN public.values_by_month.rate IS 'What one unit of that currency cost in the base currency, frozen with the value; null where there is none.';

COMMENT ON COLUMN public.values_by_month.contribution IS 'How much was put in or paid off that month, below zero taken out; null where nothing says so.';

COMMENT ON COLUMN public.values_by_month.carried IS 'Whether the value was copied forward and not looked up.';

CREATE TABLE public.yearly_budgets (
    user_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    category_id uuid NOT NULL,
    year integer NOT NULL,
    budget_amount numeric(24,4) NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT budget_amount_is_a_number CHECK ((budget_amount <> 'NaN'::numeric)),
    CONSTRAINT year_between_2000_and_2100 CHECK (((year >= 2000) AND (year <= 2100)))
);
ALTER TABLE ONLY public.yearly_budgets ALTER COLUMN budget_amount SET STATISTICS 0;
ALTER TABLE ONLY public.yearly_budgets ALTER COLUMN created_at SET STATISTICS 0;
ALTER TABLE ONLY public.yearly_budgets ALTER COLUMN updated_at SET STATISTICS 0;

ALTER TABLE ONLY public.yearly_budgets FORCE ROW LEVEL SECURITY;

COMMENT ON TABLE public.yearly_budgets IS 'What a category may cost in a whole year, beside its budgets by month.';

COMMENT ON COLUMN public.yearly_budgets.user_id IS 'Whose row it is.';

COMMENT ON COLUMN public.yearly_budgets.id IS 'What the row is known by, together with user_id.';

COMMENT ON COLUMN public.yearly_budgets.category_id IS 'The category of expenses.';

COMMENT ON COLUMN public.yearly_budgets.year IS 'The year, 2000 to 2100.';

COMMENT ON COLUMN public.yearly_budgets.budget_amount IS 'What it may cost in the year.';

COMMENT ON COLUMN public.yearly_budgets.created_at IS 'When the row was added.';

COMMENT ON COLUMN public.yearly_budgets.updated_at IS 'When the row was last changed, kept by a trigger.';

ALTER TABLE ONLY public.asset_categories
    ADD CONSTRAINT asset_categories_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.asset_categories
    ADD CONSTRAINT asset_category_code_taken UNIQUE NULLS NOT DISTINCT (user_id, code);

ALTER TABLE ONLY public.asset_inputs
    ADD CONSTRAINT asset_inputs_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.asset_targets
    ADD CONSTRAINT asset_target_taken UNIQUE (user_id, asset_id, year, month);

ALTER TABLE ONLY public.asset_targets
    ADD CONSTRAINT asset_targets_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.assets
    ADD CONSTRAINT assets_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.audit_changes
    ADD CONSTRAINT audit_changes_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.audit_events
    ADD CONSTRAINT audit_events_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.import_rows
    ADD CONSTRAINT bank_row_taken UNIQUE (user_id, source_id, key, occurrence);

ALTER TABLE ONLY public.budgets
    ADD CONSTRAINT budget_month_taken UNIQUE (user_id, category_id, year, month);

ALTER TABLE ONLY public.budget_moves
    ADD CONSTRAINT budget_moves_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.budget_policies
    ADD CONSTRAINT budget_policies_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.budget_policies
    ADD CONSTRAINT budget_policy_taken UNIQUE (user_id, category_id);

ALTER TABLE ONLY public.yearly_budgets
    ADD CONSTRAINT budget_year_taken UNIQUE (user_id, category_id, year);

ALTER TABLE ONLY public.budgets
    ADD CONSTRAINT budgets_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.category_allocation_targets
    ADD CONSTRAINT category_allocation_targets_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.recurring_items
    ADD CONSTRAINT earlier_terms_end_once_a_month UNIQUE (user_id, succeeded_by, last_month);

ALTER TABLE ONLY public.audit_events
    ADD CONSTRAINT event_sequence_taken UNIQUE (user_id, sequence);

ALTER TABLE ONLY public.expense_categories
    ADD CONSTRAINT expense_categories_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.expense_categories
    ADD CONSTRAINT expense_category_code_taken UNIQUE NULLS NOT DISTINCT (user_id, code);

ALTER TABLE ONLY public.expense_items
    ADD CONSTRAINT expense_items_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.expense_subcategories
    ADD CONSTRAINT expense_subcategories_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.expense_subcategories
    ADD CONSTRAINT expense_subcategory_code_taken UNIQUE NULLS NOT DISTINCT (user_id, code);

ALTER TABLE ONLY public.expense_subcategories
    ADD CONSTRAINT expense_subcategory_of_category UNIQUE (category_id, id);

ALTER TABLE ONLY public.fx_rates
    ADD CONSTRAINT fx_rate_month_taken UNIQUE (user_id, from_currency, to_currency, year, month);

ALTER TABLE ONLY public.fx_rates
    ADD CONSTRAINT fx_rates_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.goal_parts
    ADD CONSTRAINT goal_parts_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.goals
    ADD CONSTRAINT goals_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_key_taken UNIQUE (user_id, key);

ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.imports
    ADD CONSTRAINT import_of_source UNIQUE (user_id, id, source_id);

ALTER TABLE ONLY public.import_rows
    ADD CONSTRAINT import_rows_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.imports
    ADD CONSTRAINT imports_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.income_categories
    ADD CONSTRAINT income_categories_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.income_categories
    ADD CONSTRAINT income_category_code_taken UNIQUE NULLS NOT DISTINCT (user_id, code);

ALTER TABLE ONLY public.incoming_items
    ADD CONSTRAINT incoming_items_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.user_logins
    ADD CONSTRAINT login_taken UNIQUE (role_name);

ALTER TABLE ONLY public.market_cap_history
    ADD CONSTRAINT market_cap_history_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.market_cap_history
    ADD CONSTRAINT market_cap_month_taken UNIQUE (user_id, asset_id, year, month);

ALTER TABLE ONLY public.month_seals
    ADD CONSTRAINT month_seals_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.networth_materialized
    ADD CONSTRAINT networth_materialized_pkey PRIMARY KEY (user_id, year, month);

ALTER TABLE ONLY public.prices
    ADD CONSTRAINT price_day_taken UNIQUE (user_id, asset_id, day);

ALTER TABLE ONLY public.prices
    ADD CONSTRAINT prices_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.recurring_postings
    ADD CONSTRAINT recurring_due_day_taken UNIQUE NULLS NOT DISTINCT (user_id, recurring_id, year, month, due_on);

ALTER TABLE ONLY public.recurring_items
    ADD CONSTRAINT recurring_items_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.recurring_postings
    ADD CONSTRAINT recurring_postings_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.rules
    ADD CONSTRAINT rules_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.schema_migrations
    ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (version);

ALTER TABLE ONLY public.month_seals
    ADD CONSTRAINT seal_sequence_taken UNIQUE (user_id, sequence);

ALTER TABLE ONLY public.user_shares
    ADD CONSTRAINT share_taken UNIQUE (user_id, reader_id);

ALTER TABLE ONLY public.asset_inputs
    ADD CONSTRAINT snapshot_month_taken UNIQUE (user_id, asset_id, year, month);

ALTER TABLE ONLY public.sources
    ADD CONSTRAINT sources_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.splits
    ADD CONSTRAINT split_day_taken UNIQUE (user_id, asset_id, day);

ALTER TABLE ONLY public.splits
    ADD CONSTRAINT splits_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.target_sets
    ADD CONSTRAINT target_set_month_taken UNIQUE (user_id, year, month);

ALTER TABLE ONLY public.target_sets
    ADD CONSTRAINT target_sets_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.category_allocation_targets
    ADD CONSTRAINT target_taken UNIQUE (user_id, category_id, year, month);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT user_cognito_sub_taken UNIQUE (cognito_sub);

ALTER TABLE ONLY public.user_logins
    ADD CONSTRAINT user_logins_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.user_shares
    ADD CONSTRAINT user_shares_pkey PRIMARY KEY (user_id, id);

ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.yearly_budgets
    ADD CONSTRAINT yearly_budgets_pkey PRIMARY KEY (user_id, id);

CREATE INDEX asset_categories_by_owner ON public.asset_categories USING btree (COALESCE(user_id, '00000000-0000-0000-0000-000000000000'::uuid));

CREATE INDEX asset_inputs_by_import ON public.asset_inputs USING btree (user_id, import_id) WHERE (import_id IS NOT NULL);

CREATE INDEX asset_inputs_by_month ON public.asset_inputs USING btree (user_id, year, month) INCLUDE (asset_id, total, carried);

CREATE INDEX asset_inputs_with_contribution ON public.asset_inputs USING btree (user_id, asset_id, year, month) WHERE (contribution IS NOT NULL);

CREATE UNIQUE INDEX asset_name_taken ON public.assets USING btree (user_id, public.folded(asset_name));
ALTER INDEX public.asset_name_taken ALTER COLUMN 2 SET STATISTICS 0;

CREATE INDEX asset_targets_by_set ON public.asset_targets USING btree (user_id, year, month) INCLUDE (asset_id, target_pct);

CREATE INDEX assets_by_category ON public.assets USING btree (category_id);

CREATE INDEX audit_changes_by_event ON public.audit_changes USING btree (user_id, event_id, "position");

CREATE INDEX audit_events_by_sequence ON public.audit_events USING btree (user_id, sequence DESC NULLS LAST, created_at DESC, id);

CREATE INDEX audit_events_by_time ON public.audit_events USING btree (user_id, created_at, id);

CREATE INDEX audit_events_that_undo ON public.audit_events USING btree (user_id, undoes, sequence) WHERE (undoes IS NOT NULL);

CREATE INDEX budget_moves_by_month ON public.budget_moves USING btree (user_id, year, month) INCLUDE (from_category_id, to_category_id, amount);

CREATE INDEX budget_moves_into_budget ON public.budget_moves USING btree (user_id, to_category_id, year, month);

CREATE INDEX budget_moves_out_of_budget ON public.budget_moves USING btree (user_id, from_category_id, year, month);

CREATE INDEX budget_policies_by_category ON public.budget_policies USING btree (category_id);

CREATE INDEX budgets_by_category ON public.budgets USING btree (category_id);

CREATE INDEX budgets_by_month ON public.budgets USING btree (user_id, year, month) INCLUDE (category_id, budget_amount, calculated);

CREATE INDEX category_allocation_targets_by_category ON public.category_allocation_targets USING btree (category_id);

CREATE INDEX category_allocation_targets_by_set ON public.category_allocation_targets USING btree (user_id, year, month) INCLUDE (category_id, target_pct);

CREATE INDEX expense_categories_by_owner ON public.expense_categories USING btree (COALESCE(user_id, '00000000-0000-0000-0000-000000000000'::uuid));

CREATE INDEX expense_items_by_bank_row ON public.expense_items USING btree (user_id, import_row_id) WHERE (import_row_id IS NOT NULL);

CREATE INDEX expense_items_by_category ON public.expense_items USING btree (category_id, subcategory_id);

CREATE INDEX expense_items_by_month ON public.expense_items USING btree (user_id, year, month, category_id) INCLUDE (subcategory_id, amount);

CREATE INDEX expense_subcategories_by_owner ON public.expense_subcategories USING btree (COALESCE(user_id, '00000000-0000-0000-0000-000000000000'::uuid));

CREATE INDEX fx_rates_by_month ON public.fx_rates USING btree (user_id, year, month);

CREATE UNIQUE INDEX goal_name_taken ON public.goals USING btree (user_id, public.folded(goal_name));
ALTER INDEX public.goal_name_taken ALTER COLUMN 2 SET STATISTICS 0;

CREATE UNIQUE INDEX goal_part_taken ON public.goal_parts USING btree (user_id, goal_id, asset_id, category_id) NULLS NOT DISTINCT;

CREATE INDEX goal_parts_by_asset ON public.goal_parts USING btree (user_id, asset_id) WHERE (asset_id IS NOT NULL);

CREATE INDEX goal_parts_by_category ON public.goal_parts USING btree (category_id) WHERE (category_id IS NOT NULL);

CREATE INDEX import_rows_by_asset ON public.import_rows USING btree (user_id, asset_id, day) WHERE (asset_id IS NOT NULL);

CREATE INDEX import_rows_by_bank_id ON public.import_rows USING btree (user_id, source_id, bank_id) WHERE (bank_id IS NOT NULL);

CREATE INDEX import_rows_by_day ON public.import_rows USING btree (user_id, source_id, day);

CREATE INDEX import_rows_by_import ON public.import_rows USING btree (user_id, import_id, source_id, line);

CREATE INDEX import_rows_by_pair ON public.import_rows USING btree (user_id, pair_id) WHERE (pair_id IS NOT NULL);

CREATE INDEX import_rows_that_wait ON public.import_rows USING btree (user_id, day, id) WHERE (decision = 'waits'::text);

CREATE INDEX imports_by_source ON public.imports USING btree (user_id, source_id, created_at DESC, id);

CREATE INDEX income_categories_by_owner ON public.income_categories USING btree (COALESCE(user_id, '00000000-0000-0000-0000-000000000000'::uuid));

CREATE INDEX incoming_items_by_bank_row ON public.incoming_items USING btree (user_id, import_row_id) WHERE (import_row_id IS NOT NULL);

CREATE INDEX incoming_items_by_category ON public.incoming_items USING btree (category_id);

CREATE INDEX incoming_items_by_month ON public.incoming_items USING btree (user_id, year, month, category_id) INCLUDE (amount);

CREATE INDEX market_cap_history_by_month ON public.market_cap_history USING btree (user_id, year, month);

CREATE UNIQUE INDEX month_closed_once ON public.month_seals USING btree (user_id, year, month) WHERE (reopened_at IS NULL);

CREATE INDEX prices_by_day ON public.prices USING btree (user_id, day);

CREATE INDEX recurring_items_by_expense_category ON public.recurring_items USING btree (expense_category_id, subcategory_id);

CREATE INDEX recurring_items_by_income_category ON public.recurring_items USING btree (income_category_id);

CREATE INDEX recurring_postings_by_month ON public.recurring_postings USING btree (user_id, year, month);

CREATE INDEX rules_by_asset ON public.rules USING btree (user_id, asset_id) WHERE (asset_id IS NOT NULL);

CREATE INDEX rules_by_expense_category ON public.rules USING btree (expense_category_id, subcategory_id) WHERE (expense_category_id IS NOT NULL);

CREATE INDEX rules_by_income_category ON public.rules USING btree (income_category_id) WHERE (income_category_id IS NOT NULL);

CREATE INDEX rules_by_source ON public.rules USING btree (user_id, source_id) WHERE (source_id IS NOT NULL);

CREATE INDEX rules_in_order ON public.rules USING btree (user_id, "position", id);

CREATE UNIQUE INDEX source_account_taken ON public.sources USING btree (user_id, account_key, currency);

CREATE UNIQUE INDEX source_asset_taken ON public.sources USING btree (user_id, asset_id);

CREATE UNIQUE INDEX source_name_taken ON public.sources USING btree (user_id, public.folded(source_name));
ALTER INDEX public.source_name_taken ALTER COLUMN 2 SET STATISTICS 0;

CREATE UNIQUE INDEX user_email_taken ON public.users USING btree (public.folded(email));
ALTER INDEX public.user_email_taken ALTER COLUMN 1 SET STATISTICS 0;

CREATE INDEX user_shares_by_reader ON public.user_shares USING btree (reader_id);

CREATE INDEX users_by_address ON public.users USING btree (address_key);

CREATE INDEX yearly_budgets_by_category ON public.yearly_budgets USING btree (category_id);

CREATE INDEX yearly_budgets_by_year ON public.yearly_budgets USING btree (user_id, year) INCLUDE (category_id, budget_amount);

CREATE TRIGGER address_is_given_by_the_owner BEFORE UPDATE OF email, cognito_sub ON public.users FOR EACH ROW WHEN ((((old.email IS DISTINCT FROM new.email) OR (old.cognito_sub IS DISTINCT FROM new.cognito_sub)) AND (NOT public.session_is_trusted()))) EXECUTE FUNCTION public.refuse('address_is_given_by_the_owner', 'a person''s own login does not change their address');

CREATE TRIGGER asset_kind_is_fixed BEFORE UPDATE OF category_id ON public.assets FOR EACH ROW WHEN ((old.category_id <> new.category_id)) EXECUTE FUNCTION public.refuse_change_of_kind();

CREATE TRIGGER asset_target_moves_along BEFORE UPDATE OF category_id ON public.assets FOR EACH ROW WHEN ((old.category_id <> new.category_id)) EXECUTE FUNCTION public.refuse_to_move_a_target();

CREATE TRIGGER asset_targets_are_at_most_the_category_on_insert AFTER INSERT ON public.asset_targets REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_more_than_the_category();

CREATE TRIGGER asset_targets_are_at_most_the_category_on_update AFTER UPDATE ON public.asset_targets REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_more_than_the_category();

CREATE TRIGGER audit_is_not_truncated BEFORE TRUNCATE ON public.audit_changes FOR EACH STATEMENT EXECUTE FUNCTION public.refuse('audit_is_only_added_to', 'the audit is only added to');

CREATE TRIGGER audit_is_not_truncated BEFORE TRUNCATE ON public.audit_events FOR EACH STATEMENT EXECUTE FUNCTION public.refuse('audit_is_only_added_to', 'the audit is only added to');

CREATE TRIGGER audit_is_only_added_to BEFORE DELETE OR UPDATE ON public.audit_changes FOR EACH ROW EXECUTE FUNCTION public.refuse('audit_is_only_added_to', 'the audit is only added to');

CREATE TRIGGER audit_is_only_added_to BEFORE DELETE OR UPDATE ON public.audit_events FOR EACH ROW EXECUTE FUNCTION public.refuse('audit_is_only_added_to', 'the audit is only added to');

CREATE TRIGGER audit_is_written_by_trigger BEFORE INSERT ON public.audit_changes FOR EACH ROW EXECUTE FUNCTION public.refuse_by_hand();

CREATE TRIGGER audit_is_written_by_trigger BEFORE INSERT ON public.audit_events FOR EACH ROW EXECUTE FUNCTION public.refuse_by_hand();

CREATE TRIGGER bank_row_is_kept BEFORE UPDATE ON public.import_rows FOR EACH ROW WHEN (((old.user_id IS DISTINCT FROM new.user_id) OR (old.import_id IS DISTINCT FROM new.import_id) OR (old.source_id IS DISTINCT FROM new.source_id) OR (old.line IS DISTINCT FROM new.line) OR (old.day IS DISTINCT FROM new.day) OR (old.value_day IS DISTINCT FROM new.value_day) OR (old.amount IS DISTINCT FROM new.amount) OR (old.text IS DISTINCT FROM new.text) OR (old.bank_id IS DISTINCT FROM new.bank_id) OR (old.counter_account IS DISTINCT FROM new.counter_account) OR (old.balance IS DISTINCT FROM new.balance) OR (old.category IS DISTINCT FROM new.category))) EXECUTE FUNCTION public.refuse('bank_row_is_kept', 'what a bank said stays as it was said');

CREATE TRIGGER begin_target_set BEFORE INSERT OR UPDATE OF user_id, year, month ON public.asset_targets FOR EACH ROW EXECUTE FUNCTION public.begin_target_set();

CREATE TRIGGER begin_target_set BEFORE INSERT OR UPDATE OF user_id, year, month ON public.category_allocation_targets FOR EACH ROW EXECUTE FUNCTION public.begin_target_set();

CREATE TRIGGER category_code_is_built_in BEFORE INSERT OR UPDATE OF code ON public.asset_categories FOR EACH ROW WHEN ((new.user_id IS NOT NULL)) EXECUTE FUNCTION public.refuse_built_in_code('asset_categories');

CREATE TRIGGER category_code_is_built_in BEFORE INSERT OR UPDATE OF code ON public.expense_categories FOR EACH ROW WHEN ((new.user_id IS NOT NULL)) EXECUTE FUNCTION public.refuse_built_in_code('expense_categories');

CREATE TRIGGER category_code_is_built_in BEFORE INSERT OR UPDATE OF code ON public.expense_subcategories FOR EACH ROW WHEN ((new.user_id IS NOT NULL)) EXECUTE FUNCTION public.refuse_built_in_code('expense_subcategories');

CREATE TRIGGER category_code_is_built_in BEFORE INSERT OR UPDATE OF code ON public.income_categories FOR EACH ROW WHEN ((new.user_id IS NOT NULL)) EXECUTE FUNCTION public.refuse_built_in_code('income_categories');

CREATE TRIGGER category_is_own_or_built_in_on_insert AFTER INSERT ON public.assets REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('asset_categories', 'category_id');

CREATE TRIGGER category_is_own_or_built_in_on_insert AFTER INSERT ON public.budget_policies REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('expense_categories', 'category_id');

CREATE TRIGGER category_is_own_or_built_in_on_insert AFTER INSERT ON public.budgets REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('expense_categories', 'category_id');

CREATE TRIGGER category_is_own_or_built_in_on_insert AFTER INSERT ON public.category_allocation_targets REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('asset_categories', 'category_id');

CREATE TRIGGER category_is_own_or_built_in_on_insert AFTER INSERT ON public.expense_items REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('expense_categories', 'category_id');

CREATE TRIGGER category_is_own_or_built_in_on_insert AFTER INSERT ON public.expense_subcategories REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('expense_categories', 'category_id');

CREATE TRIGGER category_is_own_or_built_in_on_insert AFTER INSERT ON public.goal_parts REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('asset_categories', 'category_id');

CREATE TRIGGER category_is_own_or_built_in_on_insert AFTER INSERT ON public.incoming_items REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('income_categories', 'category_id');

CREATE TRIGGER category_is_own_or_built_in_on_insert AFTER INSERT ON public.yearly_budgets REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('expense_categories', 'category_id');

CREATE TRIGGER category_is_own_or_built_in_on_update AFTER UPDATE ON public.assets REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('asset_categories', 'category_id');

CREATE TRIGGER category_is_own_or_built_in_on_update AFTER UPDATE ON public.budget_policies REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('expense_categories', 'category_id');

CREATE TRIGGER category_is_own_or_built_in_on_update AFTER UPDATE ON public.budgets REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('expense_categories', 'category_id');

CREATE TRIGGER category_is_own_or_built_in_on_update AFTER UPDATE ON public.category_allocation_targets REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('asset_categories', 'category_id');

CREATE TRIGGER category_is_own_or_built_in_on_update AFTER UPDATE ON public.expense_items REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('expense_categories', 'category_id');

CREATE TRIGGER category_is_own_or_built_in_on_update AFTER UPDATE ON public.expense_subcategories REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('expense_categories', 'category_id');

CREATE TRIGGER category_is_own_or_built_in_on_update AFTER UPDATE ON public.goal_parts REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('asset_categories', 'category_id');

CREATE TRIGGER category_is_own_or_built_in_on_update AFTER UPDATE ON public.incoming_items REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('income_categories', 'category_id');

CREATE TRIGGER category_is_own_or_built_in_on_update AFTER UPDATE ON public.yearly_budgets REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('expense_categories', 'category_id');

CREATE TRIGGER category_kind_is_fixed BEFORE UPDATE OF kind ON public.asset_categories FOR EACH ROW WHEN ((old.kind IS DISTINCT FROM new.kind)) EXECUTE FUNCTION public.refuse('category_kind_is_fixed', 'a category stays an asset or a liability');

CREATE TRIGGER category_owner_is_fixed BEFORE UPDATE OF user_id ON public.asset_categories FOR EACH ROW WHEN ((old.user_id IS DISTINCT FROM new.user_id)) EXECUTE FUNCTION public.refuse('category_owner_is_fixed', 'a category keeps its owner');

CREATE TRIGGER category_owner_is_fixed BEFORE UPDATE OF user_id ON public.expense_categories FOR EACH ROW WHEN ((old.user_id IS DISTINCT FROM new.user_id)) EXECUTE FUNCTION public.refuse('category_owner_is_fixed', 'a category keeps its owner');

CREATE TRIGGER category_owner_is_fixed BEFORE UPDATE OF user_id ON public.expense_subcategories FOR EACH ROW WHEN ((old.user_id IS DISTINCT FROM new.user_id)) EXECUTE FUNCTION public.refuse('category_owner_is_fixed', 'a category keeps its owner');

CREATE TRIGGER category_owner_is_fixed BEFORE UPDATE OF user_id ON public.income_categories FOR EACH ROW WHEN ((old.user_id IS DISTINCT FROM new.user_id)) EXECUTE FUNCTION public.refuse('category_owner_is_fixed', 'a category keeps its owner');

CREATE TRIGGER closed_currency_is_kept BEFORE UPDATE OF base_currency ON public.users FOR EACH ROW WHEN ((old.base_currency IS DISTINCT FROM new.base_currency)) EXECUTE FUNCTION public.keep_closed_currency();

CREATE TRIGGER closed_months_are_kept_on_delete AFTER DELETE ON public.asset_inputs REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('asset_inputs', 'month');

CREATE TRIGGER closed_months_are_kept_on_delete AFTER DELETE ON public.asset_targets REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('asset_targets', 'month');

CREATE TRIGGER closed_months_are_kept_on_delete AFTER DELETE ON public.budget_moves REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('budget_moves', 'month');

CREATE TRIGGER closed_months_are_kept_on_delete AFTER DELETE ON public.budgets REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('budgets', 'month');

CREATE TRIGGER closed_months_are_kept_on_delete AFTER DELETE ON public.category_allocation_targets REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('category_allocation_targets', 'month');

CREATE TRIGGER closed_months_are_kept_on_delete AFTER DELETE ON public.expense_items REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('expense_items', 'month');

CREATE TRIGGER closed_months_are_kept_on_delete AFTER DELETE ON public.fx_rates REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('fx_rates', 'month');

CREATE TRIGGER closed_months_are_kept_on_delete AFTER DELETE ON public.import_rows REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('import_rows', 'contribution');

CREATE TRIGGER closed_months_are_kept_on_delete AFTER DELETE ON public.incoming_items REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('incoming_items', 'month');

CREATE TRIGGER closed_months_are_kept_on_delete AFTER DELETE ON public.market_cap_history REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('market_cap_history', 'month');

CREATE TRIGGER closed_months_are_kept_on_delete AFTER DELETE ON public.recurring_postings REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('recurring_postings', 'month');

CREATE TRIGGER closed_months_are_kept_on_delete AFTER DELETE ON public.target_sets REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('target_sets', 'month');

CREATE TRIGGER closed_months_are_kept_on_delete AFTER DELETE ON public.yearly_budgets REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('yearly_budgets', 'year');

CREATE TRIGGER closed_months_are_kept_on_insert AFTER INSERT ON public.asset_inputs REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('asset_inputs', 'month');

CREATE TRIGGER closed_months_are_kept_on_insert AFTER INSERT ON public.asset_targets REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('asset_targets', 'month');

CREATE TRIGGER closed_months_are_kept_on_insert AFTER INSERT ON public.budget_moves REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('budget_moves', 'month');

CREATE TRIGGER closed_months_are_kept_on_insert AFTER INSERT ON public.budgets REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('budgets', 'month');

CREATE TRIGGER closed_months_are_kept_on_insert AFTER INSERT ON public.category_allocation_targets REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('category_allocation_targets', 'month');

CREATE TRIGGER closed_months_are_kept_on_insert AFTER INSERT ON public.expense_items REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('expense_items', 'month');

CREATE TRIGGER closed_months_are_kept_on_insert AFTER INSERT ON public.fx_rates REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('fx_rates', 'month');

CREATE TRIGGER closed_months_are_kept_on_insert AFTER INSERT ON public.import_rows REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('import_rows', 'contribution');

CREATE TRIGGER closed_months_are_kept_on_insert AFTER INSERT ON public.incoming_items REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('incoming_items', 'month');

CREATE TRIGGER closed_months_are_kept_on_insert AFTER INSERT ON public.market_cap_history REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('market_cap_history', 'month');

CREATE TRIGGER closed_months_are_kept_on_insert AFTER INSERT ON public.recurring_postings REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('recurring_postings', 'month');

CREATE TRIGGER closed_months_are_kept_on_insert AFTER INSERT ON public.target_sets REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('target_sets', 'month');

CREATE TRIGGER closed_months_are_kept_on_insert AFTER INSERT ON public.yearly_budgets REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('yearly_budgets', 'year');

CREATE TRIGGER closed_months_are_kept_on_truncate BEFORE TRUNCATE ON public.asset_inputs FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('asset_inputs', 'month');

CREATE TRIGGER closed_months_are_kept_on_truncate BEFORE TRUNCATE ON public.asset_targets FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('asset_targets', 'month');

CREATE TRIGGER closed_months_are_kept_on_truncate BEFORE TRUNCATE ON public.budget_moves FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('budget_moves', 'month');

CREATE TRIGGER closed_months_are_kept_on_truncate BEFORE TRUNCATE ON public.budgets FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('budgets', 'month');

CREATE TRIGGER closed_months_are_kept_on_truncate BEFORE TRUNCATE ON public.category_allocation_targets FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('category_allocation_targets', 'month');

CREATE TRIGGER closed_months_are_kept_on_truncate BEFORE TRUNCATE ON public.expense_items FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('expense_items', 'month');

CREATE TRIGGER closed_months_are_kept_on_truncate BEFORE TRUNCATE ON public.fx_rates FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('fx_rates', 'month');

CREATE TRIGGER closed_months_are_kept_on_truncate BEFORE TRUNCATE ON public.import_rows FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('import_rows', 'contribution');

CREATE TRIGGER closed_months_are_kept_on_truncate BEFORE TRUNCATE ON public.incoming_items FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('incoming_items', 'month');

CREATE TRIGGER closed_months_are_kept_on_truncate BEFORE TRUNCATE ON public.market_cap_history FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('market_cap_history', 'month');

CREATE TRIGGER closed_months_are_kept_on_truncate BEFORE TRUNCATE ON public.recurring_postings FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('recurring_postings', 'month');

CREATE TRIGGER closed_months_are_kept_on_truncate BEFORE TRUNCATE ON public.target_sets FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('target_sets', 'month');

CREATE TRIGGER closed_months_are_kept_on_truncate BEFORE TRUNCATE ON public.yearly_budgets FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('yearly_budgets', 'year');

CREATE TRIGGER closed_months_are_kept_on_update AFTER UPDATE ON public.asset_inputs REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('asset_inputs', 'month');

CREATE TRIGGER closed_months_are_kept_on_update AFTER UPDATE ON public.asset_targets REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('asset_targets', 'month');

CREATE TRIGGER closed_months_are_kept_on_update AFTER UPDATE ON public.budget_moves REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('budget_moves', 'month');

CREATE TRIGGER closed_months_are_kept_on_update AFTER UPDATE ON public.budgets REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('budgets', 'month');

CREATE TRIGGER closed_months_are_kept_on_update AFTER UPDATE ON public.category_allocation_targets REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('category_allocation_targets', 'month');

CREATE TRIGGER closed_months_are_kept_on_update AFTER UPDATE ON public.expense_items REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('expense_items', 'month');

CREATE TRIGGER closed_months_are_kept_on_update AFTER UPDATE ON public.fx_rates REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('fx_rates', 'month');

CREATE TRIGGER closed_months_are_kept_on_update AFTER UPDATE ON public.import_rows REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('import_rows', 'contribution');

CREATE TRIGGER closed_months_are_kept_on_update AFTER UPDATE ON public.incoming_items REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('incoming_items', 'month');

CREATE TRIGGER closed_months_are_kept_on_update AFTER UPDATE ON public.market_cap_history REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('market_cap_history', 'month');

CREATE TRIGGER closed_months_are_kept_on_update AFTER UPDATE ON public.recurring_postings REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('recurring_postings', 'month');

CREATE TRIGGER closed_months_are_kept_on_update AFTER UPDATE ON public.target_sets REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('target_sets', 'month');

CREATE TRIGGER closed_months_are_kept_on_update AFTER UPDATE ON public.yearly_budgets REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_closed_months('yearly_budgets', 'year');

CREATE TRIGGER expense_category_is_own_or_built_in_on_insert AFTER INSERT ON public.recurring_items REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('expense_categories', 'expense_category_id');

CREATE TRIGGER expense_category_is_own_or_built_in_on_insert AFTER INSERT ON public.rules REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('expense_categories', 'expense_category_id');

CREATE TRIGGER expense_category_is_own_or_built_in_on_update AFTER UPDATE ON public.recurring_items REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('expense_categories', 'expense_category_id');

CREATE TRIGGER expense_category_is_own_or_built_in_on_update AFTER UPDATE ON public.rules REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('expense_categories', 'expense_category_id');

CREATE TRIGGER income_category_is_own_or_built_in_on_insert AFTER INSERT ON public.recurring_items REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('income_categories', 'income_category_id');

CREATE TRIGGER income_category_is_own_or_built_in_on_insert AFTER INSERT ON public.rules REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('income_categories', 'income_category_id');

CREATE TRIGGER income_category_is_own_or_built_in_on_update AFTER UPDATE ON public.recurring_items REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('income_categories', 'income_category_id');

CREATE TRIGGER income_category_is_own_or_built_in_on_update AFTER UPDATE ON public.rules REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('income_categories', 'income_category_id');

CREATE TRIGGER items_follow_month_begins AFTER UPDATE OF month_begins ON public.users FOR EACH ROW WHEN ((old.month_begins <> new.month_begins)) EXECUTE FUNCTION public.follow_month_begins();

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.asset_categories REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('asset_categories', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.asset_inputs REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('asset_inputs', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.asset_targets REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('asset_targets', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.assets REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('assets', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.budget_moves REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('budget_moves', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.budget_policies REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('budget_policies', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.budgets REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('budgets', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.category_allocation_targets REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('category_allocation_targets', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.expense_categories REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('expense_categories', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.expense_items REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('expense_items', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.expense_subcategories REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('expense_subcategories', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.fx_rates REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('fx_rates', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.goal_parts REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('goal_parts', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.goals REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('goals', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.import_rows REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('import_rows', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.imports REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('imports', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.income_categories REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('income_categories', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.incoming_items REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('incoming_items', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.market_cap_history REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('market_cap_history', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.month_seals REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('month_seals', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.prices REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('prices', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.recurring_items REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('recurring_items', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.recurring_postings REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('recurring_postings', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.rules REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('rules', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.sources REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('sources', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.splits REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('splits', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.target_sets REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('target_sets', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.user_logins REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('user_logins', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.user_shares REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('user_shares', 'user_id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.users REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('users', 'id');

CREATE TRIGGER keep_changes_on_delete AFTER DELETE ON public.yearly_budgets REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('yearly_budgets', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.asset_categories REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('asset_categories', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.asset_inputs REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('asset_inputs', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.asset_targets REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('asset_targets', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.assets REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('assets', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.budget_moves REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('budget_moves', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.budget_policies REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('budget_policies', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.budgets REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('budgets', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.category_allocation_targets REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('category_allocation_targets', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.expense_categories REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('expense_categories', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.expense_items REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('expense_items', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.expense_subcategories REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('expense_subcategories', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.fx_rates REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('fx_rates', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.goal_parts REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('goal_parts', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.goals REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('goals', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.import_rows REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('import_rows', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.imports REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('imports', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.income_categories REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('income_categories', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.incoming_items REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('incoming_items', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.market_cap_history REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('market_cap_history', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.month_seals REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('month_seals', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.prices REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('prices', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.recurring_items REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('recurring_items', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.recurring_postings REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('recurring_postings', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.rules REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('rules', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.sources REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('sources', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.splits REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('splits', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.target_sets REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('target_sets', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.user_logins REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('user_logins', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.user_shares REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('user_shares', 'user_id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.users REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('users', 'id');

CREATE TRIGGER keep_changes_on_insert AFTER INSERT ON public.yearly_budgets REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('yearly_budgets', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.asset_categories FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('asset_categories', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.asset_inputs FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('asset_inputs', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.asset_targets FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('asset_targets', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.assets FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('assets', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.budget_moves FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('budget_moves', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.budget_policies FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('budget_policies', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.budgets FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('budgets', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.category_allocation_targets FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('category_allocation_targets', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.expense_categories FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('expense_categories', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.expense_items FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('expense_items', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.expense_subcategories FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('expense_subcategories', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.fx_rates FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('fx_rates', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.goal_parts FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('goal_parts', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.goals FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('goals', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.import_rows FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('import_rows', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.imports FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('imports', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.income_categories FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('income_categories', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.incoming_items FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('incoming_items', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.market_cap_history FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('market_cap_history', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.month_seals FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('month_seals', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.prices FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('prices', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.recurring_items FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('recurring_items', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.recurring_postings FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('recurring_postings', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.rules FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('rules', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.sources FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('sources', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.splits FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('splits', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.target_sets FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('target_sets', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.user_logins FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('user_logins', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.user_shares FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('user_shares', 'user_id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.users FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('users', 'id');

CREATE TRIGGER keep_changes_on_truncate BEFORE TRUNCATE ON public.yearly_budgets FOR EACH STATEMENT EXECUTE FUNCTION public.keep_truncated('yearly_budgets', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.asset_categories REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('asset_categories', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.asset_inputs REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('asset_inputs', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.asset_targets REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('asset_targets', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.assets REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('assets', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.budget_moves REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('budget_moves', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.budget_policies REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('budget_policies', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.budgets REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('budgets', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.category_allocation_targets REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('category_allocation_targets', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.expense_categories REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('expense_categories', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.expense_items REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('expense_items', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.expense_subcategories REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('expense_subcategories', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.fx_rates REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('fx_rates', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.goal_parts REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('goal_parts', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.goals REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('goals', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.import_rows REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('import_rows', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.imports REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('imports', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.income_categories REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('income_categories', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.incoming_items REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('incoming_items', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.market_cap_history REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('market_cap_history', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.month_seals REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('month_seals', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.prices REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('prices', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.recurring_items REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('recurring_items', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.recurring_postings REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('recurring_postings', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.rules REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('rules', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.sources REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('sources', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.splits REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('splits', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.target_sets REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('target_sets', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.user_logins REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('user_logins', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.user_shares REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('user_shares', 'user_id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.users REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('users', 'id');

CREATE TRIGGER keep_changes_on_update AFTER UPDATE ON public.yearly_budgets REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_changes('yearly_budgets', 'user_id');

CREATE TRIGGER keep_copies_on_delete AFTER DELETE ON public.asset_inputs REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_copies();

CREATE TRIGGER keep_copies_on_update AFTER UPDATE ON public.asset_inputs REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_copies();

CREATE TRIGGER keep_networth_on_delete AFTER DELETE ON public.asset_inputs REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION public.keep_networth();

CREATE TRIGGER keep_networth_on_insert AFTER INSERT ON public.asset_inputs REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_networth();

CREATE TRIGGER keep_networth_on_truncate AFTER TRUNCATE ON public.asset_inputs FOR EACH STATEMENT EXECUTE FUNCTION public.keep_networth();

CREATE TRIGGER keep_networth_on_update AFTER UPDATE ON public.asset_inputs REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.keep_networth();

CREATE TRIGGER received_on_lies_in_its_month_on_insert AFTER INSERT ON public.incoming_items REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_other_month('received_on_lies_in_its_month', 'received_on');

CREATE TRIGGER received_on_lies_in_its_month_on_update AFTER UPDATE ON public.incoming_items REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_other_month('received_on_lies_in_its_month', 'received_on');

CREATE CONSTRAINT TRIGGER seal_event AFTER INSERT ON public.audit_changes DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.seal_event();

CREATE TRIGGER seal_is_kept BEFORE UPDATE ON public.month_seals FOR EACH ROW WHEN (((old.reopened_at IS NOT NULL) OR (old.user_id IS DISTINCT FROM new.user_id) OR (old.id IS DISTINCT FROM new.id) OR (old.sequence IS DISTINCT FROM new.sequence) OR (old.year IS DISTINCT FROM new.year) OR (old.month IS DISTINCT FROM new.month) OR (old.contents IS DISTINCT FROM new.contents) OR (old.facts IS DISTINCT FROM new.facts) OR (old.rows_hash IS DISTINCT FROM new.rows_hash) OR (old.previous_hash IS DISTINCT FROM new.previous_hash) OR (old.hash IS DISTINCT FROM new.hash) OR (old.closed_at IS DISTINCT FROM new.closed_at) OR (old.closed_by IS DISTINCT FROM new.closed_by))) EXECUTE FUNCTION public.refuse('seal_is_kept', 'the seal of a closed month stays as it is');

CREATE TRIGGER seal_is_not_deleted BEFORE DELETE ON public.month_seals FOR EACH ROW EXECUTE FUNCTION public.refuse('seal_is_kept', 'the seal of a closed month stays as it is');

CREATE TRIGGER seal_is_not_truncated BEFORE TRUNCATE ON public.month_seals FOR EACH STATEMENT EXECUTE FUNCTION public.refuse('seal_is_kept', 'the seal of a closed month stays as it is');

CREATE TRIGGER spent_on_lies_in_its_month_on_insert AFTER INSERT ON public.expense_items REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_other_month('spent_on_lies_in_its_month', 'spent_on');

CREATE TRIGGER spent_on_lies_in_its_month_on_update AFTER UPDATE ON public.expense_items REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_other_month('spent_on_lies_in_its_month', 'spent_on');

CREATE TRIGGER subcategory_is_own_or_built_in_on_insert AFTER INSERT ON public.expense_items REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('expense_subcategories', 'subcategory_id');

CREATE TRIGGER subcategory_is_own_or_built_in_on_insert AFTER INSERT ON public.recurring_items REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('expense_subcategories', 'subcategory_id');

CREATE TRIGGER subcategory_is_own_or_built_in_on_insert AFTER INSERT ON public.rules REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('expense_subcategories', 'subcategory_id');

CREATE TRIGGER subcategory_is_own_or_built_in_on_update AFTER UPDATE ON public.expense_items REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('expense_subcategories', 'subcategory_id');

CREATE TRIGGER subcategory_is_own_or_built_in_on_update AFTER UPDATE ON public.recurring_items REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('expense_subcategories', 'subcategory_id');

CREATE TRIGGER subcategory_is_own_or_built_in_on_update AFTER UPDATE ON public.rules REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_foreign_category('expense_subcategories', 'subcategory_id');

CREATE TRIGGER target_is_for_assets_only BEFORE INSERT OR UPDATE OF user_id, asset_id ON public.asset_targets FOR EACH ROW EXECUTE FUNCTION public.refuse_target_of_debt();

CREATE TRIGGER target_is_for_assets_only BEFORE INSERT OR UPDATE OF category_id ON public.category_allocation_targets FOR EACH ROW EXECUTE FUNCTION public.refuse_target_of_liability();

CREATE TRIGGER targets_are_at_most_the_whole_on_insert AFTER INSERT ON public.category_allocation_targets REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_more_than_the_whole();

CREATE TRIGGER targets_are_at_most_the_whole_on_update AFTER UPDATE ON public.category_allocation_targets REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_more_than_the_whole();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.asset_categories FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.asset_inputs FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.asset_targets FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.assets FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.budget_moves FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.budget_policies FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.budgets FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.category_allocation_targets FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.expense_categories FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.expense_items FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.expense_subcategories FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.fx_rates FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.goal_parts FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.goals FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.import_rows FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.imports FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.income_categories FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.incoming_items FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.market_cap_history FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.prices FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.recurring_items FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.rules FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.sources FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.splits FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.target_sets FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON public.yearly_budgets FOR EACH ROW EXECUTE FUNCTION public.touch_updated_at();

ALTER TABLE ONLY public.assets
    ADD CONSTRAINT asset_belongs_to_a_user FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.assets
    ADD CONSTRAINT asset_is_in_a_category FOREIGN KEY (category_id) REFERENCES public.asset_categories(id);

ALTER TABLE ONLY public.import_rows
    ADD CONSTRAINT bank_row_is_of_an_import FOREIGN KEY (user_id, import_id, source_id) REFERENCES public.imports(user_id, id, source_id);

ALTER TABLE ONLY public.import_rows
    ADD CONSTRAINT bank_row_puts_money_into_an_asset FOREIGN KEY (user_id, asset_id) REFERENCES public.assets(user_id, id);

ALTER TABLE ONLY public.budgets
    ADD CONSTRAINT budget_belongs_to_a_user FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.yearly_budgets
    ADD CONSTRAINT budget_belongs_to_a_user FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.budgets
    ADD CONSTRAINT budget_is_for_a_category FOREIGN KEY (category_id) REFERENCES public.expense_categories(id);

ALTER TABLE ONLY public.yearly_budgets
    ADD CONSTRAINT budget_is_for_a_category FOREIGN KEY (category_id) REFERENCES public.expense_categories(id);

ALTER TABLE ONLY public.budget_policies
    ADD CONSTRAINT budget_policy_belongs_to_a_user FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.budget_policies
    ADD CONSTRAINT budget_policy_is_for_a_category FOREIGN KEY (category_id) REFERENCES public.expense_categories(id);

ALTER TABLE ONLY public.asset_categories
    ADD CONSTRAINT category_belongs_to_a_user FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.expense_categories
    ADD CONSTRAINT category_belongs_to_a_user FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.expense_subcategories
    ADD CONSTRAINT category_belongs_to_a_user FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.income_categories
    ADD CONSTRAINT category_belongs_to_a_user FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.audit_changes
    ADD CONSTRAINT change_belongs_to_a_user FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.recurring_items
    ADD CONSTRAINT earlier_terms_are_of_a_recurring_item FOREIGN KEY (user_id, succeeded_by) REFERENCES public.recurring_items(user_id, id);

ALTER TABLE ONLY public.audit_events
    ADD CONSTRAINT event_belongs_to_a_user FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.expense_items
    ADD CONSTRAINT expense_belongs_to_a_user FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.expense_items
    ADD CONSTRAINT expense_is_in_a_category FOREIGN KEY (category_id) REFERENCES public.expense_categories(id);

ALTER TABLE ONLY public.expense_items
    ADD CONSTRAINT expense_is_of_a_bank_row FOREIGN KEY (user_id, import_row_id) REFERENCES public.import_rows(user_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.expense_items
    ADD CONSTRAINT expense_subcategory_is_of_its_category FOREIGN KEY (category_id, subcategory_id) REFERENCES public.expense_subcategories(category_id, id);

ALTER TABLE ONLY public.recurring_items
    ADD CONSTRAINT expense_subcategory_is_of_its_category FOREIGN KEY (expense_category_id, subcategory_id) REFERENCES public.expense_subcategories(category_id, id);

ALTER TABLE ONLY public.fx_rates
    ADD CONSTRAINT fx_rate_belongs_to_a_user FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.goals
    ADD CONSTRAINT goal_belongs_to_a_user FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.goal_parts
    ADD CONSTRAINT goal_counts_a_category FOREIGN KEY (category_id) REFERENCES public.asset_categories(id);

ALTER TABLE ONLY public.goal_parts
    ADD CONSTRAINT goal_counts_an_asset FOREIGN KEY (user_id, asset_id) REFERENCES public.assets(user_id, id);

ALTER TABLE ONLY public.goal_parts
    ADD CONSTRAINT goal_part_is_of_a_goal FOREIGN KEY (user_id, goal_id) REFERENCES public.goals(user_id, id);

ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_key_belongs_to_a_user FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.imports
    ADD CONSTRAINT import_is_of_a_source FOREIGN KEY (user_id, source_id) REFERENCES public.sources(user_id, id);

ALTER TABLE ONLY public.incoming_items
    ADD CONSTRAINT income_belongs_to_a_user FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.incoming_items
    ADD CONSTRAINT income_is_in_a_category FOREIGN KEY (category_id) REFERENCES public.income_categories(id);

ALTER TABLE ONLY public.incoming_items
    ADD CONSTRAINT income_is_of_a_bank_row FOREIGN KEY (user_id, import_row_id) REFERENCES public.import_rows(user_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.user_logins
    ADD CONSTRAINT login_belongs_to_a_user FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.market_cap_history
    ADD CONSTRAINT market_cap_is_of_an_asset FOREIGN KEY (user_id, asset_id) REFERENCES public.assets(user_id, id);

ALTER TABLE ONLY public.budget_moves
    ADD CONSTRAINT move_is_into_a_budget FOREIGN KEY (user_id, to_category_id, year, month) REFERENCES public.budgets(user_id, category_id, year, month);

ALTER TABLE ONLY public.budget_moves
    ADD CONSTRAINT move_is_out_of_a_budget FOREIGN KEY (user_id, from_category_id, year, month) REFERENCES public.budgets(user_id, category_id, year, month);

ALTER TABLE ONLY public.networth_materialized
    ADD CONSTRAINT net_worth_belongs_to_a_user FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.recurring_postings
    ADD CONSTRAINT posting_is_of_a_recurring_item FOREIGN KEY (user_id, recurring_id) REFERENCES public.recurring_items(user_id, id);

ALTER TABLE ONLY public.prices
    ADD CONSTRAINT price_is_of_an_asset FOREIGN KEY (user_id, asset_id) REFERENCES public.assets(user_id, id);

ALTER TABLE ONLY public.user_shares
    ADD CONSTRAINT reader_belongs_to_a_user FOREIGN KEY (reader_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.recurring_items
    ADD CONSTRAINT recurring_expense_is_in_a_category FOREIGN KEY (expense_category_id) REFERENCES public.expense_categories(id);

ALTER TABLE ONLY public.recurring_items
    ADD CONSTRAINT recurring_income_is_in_a_category FOREIGN KEY (income_category_id) REFERENCES public.income_categories(id);

ALTER TABLE ONLY public.recurring_items
    ADD CONSTRAINT recurring_item_belongs_to_a_user FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.rules
    ADD CONSTRAINT rule_belongs_to_a_user FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.rules
    ADD CONSTRAINT rule_gives_an_expense_category FOREIGN KEY (expense_category_id) REFERENCES public.expense_categories(id);

ALTER TABLE ONLY public.rules
    ADD CONSTRAINT rule_gives_an_income_category FOREIGN KEY (income_category_id) REFERENCES public.income_categories(id);

ALTER TABLE ONLY public.rules
    ADD CONSTRAINT rule_is_of_a_source FOREIGN KEY (user_id, source_id) REFERENCES public.sources(user_id, id);

ALTER TABLE ONLY public.rules
    ADD CONSTRAINT rule_puts_money_into_an_asset FOREIGN KEY (user_id, asset_id) REFERENCES public.assets(user_id, id);

ALTER TABLE ONLY public.rules
    ADD CONSTRAINT rule_subcategory_is_of_its_category FOREIGN KEY (expense_category_id, subcategory_id) REFERENCES public.expense_subcategories(category_id, id);

ALTER TABLE ONLY public.month_seals
    ADD CONSTRAINT seal_belongs_to_a_user FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.user_shares
    ADD CONSTRAINT share_belongs_to_a_user FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.asset_inputs
    ADD CONSTRAINT snapshot_is_of_an_asset FOREIGN KEY (user_id, asset_id) REFERENCES public.assets(user_id, id);

ALTER TABLE ONLY public.asset_inputs
    ADD CONSTRAINT snapshot_is_of_an_import FOREIGN KEY (user_id, import_id) REFERENCES public.imports(user_id, id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.sources
    ADD CONSTRAINT source_belongs_to_a_user FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.sources
    ADD CONSTRAINT source_is_of_an_asset FOREIGN KEY (user_id, asset_id) REFERENCES public.assets(user_id, id);

ALTER TABLE ONLY public.splits
    ADD CONSTRAINT split_is_of_an_asset FOREIGN KEY (user_id, asset_id) REFERENCES public.assets(user_id, id);

ALTER TABLE ONLY public.expense_subcategories
    ADD CONSTRAINT subcategory_is_in_a_category FOREIGN KEY (category_id) REFERENCES public.expense_categories(id);

ALTER TABLE ONLY public.category_allocation_targets
    ADD CONSTRAINT target_belongs_to_a_user FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.category_allocation_targets
    ADD CONSTRAINT target_is_for_a_category FOREIGN KEY (category_id) REFERENCES public.asset_categories(id);

ALTER TABLE ONLY public.asset_targets
    ADD CONSTRAINT target_is_for_an_asset FOREIGN KEY (user_id, asset_id) REFERENCES public.assets(user_id, id);

ALTER TABLE ONLY public.asset_targets
    ADD CONSTRAINT target_is_of_a_set FOREIGN KEY (user_id, year, month) REFERENCES public.target_sets(user_id, year, month);

ALTER TABLE ONLY public.category_allocation_targets
    ADD CONSTRAINT target_is_of_a_set FOREIGN KEY (user_id, year, month) REFERENCES public.target_sets(user_id, year, month);

ALTER TABLE ONLY public.target_sets
    ADD CONSTRAINT target_set_belongs_to_a_user FOREIGN KEY (user_id) REFERENCES public.users(id);

ALTER TABLE ONLY public.import_rows
    ADD CONSTRAINT transfer_has_another_side FOREIGN KEY (user_id, pair_id) REFERENCES public.import_rows(user_id, id) DEFERRABLE INITIALLY DEFERRED;

CREATE POLICY added_where_own ON public.asset_categories FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.asset_inputs FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.asset_targets FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.assets FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.budget_moves FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.budget_policies FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.budgets FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.category_allocation_targets FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.expense_categories FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.expense_items FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.expense_subcategories FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.fx_rates FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.goal_parts FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.goals FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.idempotency_keys FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.import_rows FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.imports FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.income_categories FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.incoming_items FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.market_cap_history FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.month_seals FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.networth_materialized FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.prices FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.recurring_items FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.recurring_postings FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.rules FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.sources FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.splits FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.target_sets FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.user_shares FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY added_where_own ON public.yearly_budgets FOR INSERT WITH CHECK ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

ALTER TABLE public.asset_categories ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.asset_inputs ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.asset_targets ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.assets ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.audit_changes ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.audit_events ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.budget_moves ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.budget_policies ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.budgets ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.category_allocation_targets ENABLE ROW LEVEL SECURITY;

CREATE POLICY declined_by_the_reader ON public.user_shares FOR DELETE USING ((reader_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.asset_categories FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.asset_inputs FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.asset_targets FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.assets FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.budget_moves FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.budget_policies FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.budgets FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.category_allocation_targets FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.expense_categories FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.expense_items FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.expense_subcategories FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.fx_rates FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.goal_parts FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.goals FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.idempotency_keys FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.import_rows FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.imports FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.income_categories FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.incoming_items FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.market_cap_history FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.networth_materialized FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.prices FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.recurring_items FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.recurring_postings FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.rules FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.sources FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.splits FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.target_sets FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.user_shares FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY deleted_where_own ON public.yearly_budgets FOR DELETE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.asset_categories FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.asset_inputs FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.asset_targets FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.assets FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.budget_moves FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.budget_policies FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.budgets FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.category_allocation_targets FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.expense_categories FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.expense_items FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.expense_subcategories FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.fx_rates FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.goal_parts FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.goals FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.idempotency_keys FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.import_rows FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.imports FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.income_categories FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.incoming_items FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.market_cap_history FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.month_seals FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.networth_materialized FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.prices FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.recurring_items FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.recurring_postings FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.rules FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.sources FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.splits FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.target_sets FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.user_shares FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY edited_where_own ON public.yearly_budgets FOR UPDATE USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

ALTER TABLE public.expense_categories ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.expense_items ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.expense_subcategories ENABLE ROW LEVEL SECURITY;

CREATE POLICY found_by_the_owners_functions ON public.users FOR SELECT USING (( SELECT public.acts_for_the_owner() AS acts_for_the_owner));

ALTER TABLE public.fx_rates ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.goal_parts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.goals ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.idempotency_keys ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.import_rows ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.imports ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.income_categories ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.incoming_items ENABLE ROW LEVEL SECURITY;

CREATE POLICY locked_where_sealed ON public.audit_events FOR UPDATE USING ((user_id = ( SELECT public.open_audit() AS open_audit)));

ALTER TABLE public.market_cap_history ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.month_seals ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.networth_materialized ENABLE ROW LEVEL SECURITY;

CREATE POLICY own_login_is_seen ON public.user_logins FOR SELECT USING ((role_name = (SESSION_USER)::text));

CREATE POLICY own_row_is_edited ON public.users FOR UPDATE USING ((id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY own_row_is_seen ON public.users FOR SELECT USING ((id = ( SELECT public.current_user_id() AS current_user_id)));

CREATE POLICY own_shares_are_seen ON public.user_shares FOR SELECT USING ((user_id = ( SELECT public.current_user_id() AS current_user_id)));

CREATE POLICY owners_of_shared_books_are_seen ON public.users FOR SELECT USING ((id = ANY (( SELECT public.shared_books() AS shared_books)::uuid[])));

ALTER TABLE public.prices ENABLE ROW LEVEL SECURITY;

CREATE POLICY read_where_open ON public.asset_categories FOR SELECT USING ((COALESCE(user_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (ARRAY['00000000-0000-0000-0000-000000000000'::uuid, ( SELECT public.open_books() AS open_books)])));

CREATE POLICY read_where_open ON public.asset_inputs FOR SELECT USING ((user_id = ( SELECT public.open_books() AS open_books)));

CREATE POLICY read_where_open ON public.asset_targets FOR SELECT USING ((user_id = ( SELECT public.open_books() AS open_books)));

CREATE POLICY read_where_open ON public.assets FOR SELECT USING ((user_id = ( SELECT public.open_books() AS open_books)));

CREATE POLICY read_where_open ON public.budget_moves FOR SELECT USING ((user_id = ( SELECT public.open_books() AS open_books)));

CREATE POLICY read_where_open ON public.budget_policies FOR SELECT USING ((user_id = ( SELECT public.open_books() AS open_books)));

CREATE POLICY read_where_open ON public.budgets FOR SELECT USING ((user_id = ( SELECT public.open_books() AS open_books)));

CREATE POLICY read_where_open ON public.category_allocation_targets FOR SELECT USING ((user_id = ( SELECT public.open_books() AS open_books)));

CREATE POLICY read_where_open ON public.expense_categories FOR SELECT USING ((COALESCE(user_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (ARRAY['00000000-0000-0000-0000-000000000000'::uuid, ( SELECT public.open_books() AS open_books)])));

CREATE POLICY read_where_open ON public.expense_items FOR SELECT USING ((user_id = ( SELECT public.open_books() AS open_books)));

CREATE POLICY read_where_open ON public.expense_subcategories FOR SELECT USING ((COALESCE(user_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (ARRAY['00000000-0000-0000-0000-000000000000'::uuid, ( SELECT public.open_books() AS open_books)])));

CREATE POLICY read_where_open ON public.fx_rates FOR SELECT USING ((user_id = ( SELECT public.open_books() AS open_books)));

CREATE POLICY read_where_open ON public.goal_parts FOR SELECT USING ((user_id = ( SELECT public.open_books() AS open_books)));

CREATE POLICY read_where_open ON public.goals FOR SELECT USING ((user_id = ( SELECT public.open_books() AS open_books)));

CREATE POLICY read_where_open ON public.import_rows FOR SELECT USING ((user_id = ( SELECT public.open_books() AS open_books)));

CREATE POLICY read_where_open ON public.imports FOR SELECT USING ((user_id = ( SELECT public.open_books() AS open_books)));

CREATE POLICY read_where_open ON public.income_categories FOR SELECT USING ((COALESCE(user_id, '00000000-0000-0000-0000-000000000000'::uuid) = ANY (ARRAY['00000000-0000-0000-0000-000000000000'::uuid, ( SELECT public.open_books() AS open_books)])));

CREATE POLICY read_where_open ON public.incoming_items FOR SELECT USING ((user_id = ( SELECT public.open_books() AS open_books)));

CREATE POLICY read_where_open ON public.market_cap_history FOR SELECT USING ((user_id = ( SELECT public.open_books() AS open_books)));

CREATE POLICY read_where_open ON public.month_seals FOR SELECT USING ((user_id = ( SELECT public.open_books() AS open_books)));

CREATE POLICY read_where_open ON public.networth_materialized FOR SELECT USING ((user_id = ( SELECT public.open_books() AS open_books)));

CREATE POLICY read_where_open ON public.prices FOR SELECT USING ((user_id = ( SELECT public.open_books() AS open_books)));

CREATE POLICY read_where_open ON public.recurring_items FOR SELECT USING ((user_id = ( SELECT public.open_books() AS open_books)));

CREATE POLICY read_where_open ON public.recurring_postings FOR SELECT USING ((user_id = ( SELECT public.open_books() AS open_books)));

CREATE POLICY read_where_open ON public.rules FOR SELECT USING ((user_id = ( SELECT public.open_books() AS open_books)));

CREATE POLICY read_where_open ON public.sources FOR SELECT USING ((user_id = ( SELECT public.open_books() AS open_books)));

CREATE POLICY read_where_open ON public.splits FOR SELECT USING ((user_id = ( SELECT public.open_books() AS open_books)));

CREATE POLICY read_where_open ON public.target_sets FOR SELECT USING ((user_id = ( SELECT public.open_books() AS open_books)));

CREATE POLICY read_where_open ON public.yearly_budgets FOR SELECT USING ((user_id = ( SELECT public.open_books() AS open_books)));

CREATE POLICY read_where_own ON public.audit_changes FOR SELECT USING ((user_id = ( SELECT public.open_audit() AS open_audit)));

CREATE POLICY read_where_own ON public.audit_events FOR SELECT USING ((user_id = ( SELECT public.open_audit() AS open_audit)));

CREATE POLICY read_where_own ON public.idempotency_keys FOR SELECT USING ((user_id = ( SELECT public.own_open_books() AS own_open_books)));

CREATE POLICY readers_see_what_they_read ON public.user_shares FOR SELECT USING ((reader_id = ( SELECT public.current_user_id() AS current_user_id)));

ALTER TABLE public.recurring_items ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.recurring_postings ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.rules ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.sources ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.splits ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.target_sets ENABLE ROW LEVEL SECURITY;

CREATE POLICY trusted_logins_hand_them_out ON public.user_logins USING (( SELECT public.session_is_trusted() AS session_is_trusted));

CREATE POLICY trusted_logins_see_all ON public.user_shares FOR SELECT USING (( SELECT public.session_is_trusted() AS session_is_trusted));

CREATE POLICY trusted_logins_see_and_add_all ON public.users USING (( SELECT public.session_is_trusted() AS session_is_trusted));

ALTER TABLE public.user_logins ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.user_shares ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;

CREATE POLICY written_by_trigger ON public.audit_changes FOR INSERT WITH CHECK (true);

CREATE POLICY written_by_trigger ON public.audit_events FOR INSERT WITH CHECK (true);

ALTER TABLE public.yearly_budgets ENABLE ROW LEVEL SECURITY;

GRANT USAGE ON SCHEMA public TO finally_app;

GRANT SELECT,INSERT,UPDATE ON TABLE public.users TO finally_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.asset_inputs TO finally_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.assets TO finally_app;

GRANT SELECT ON TABLE public.asset_spans TO finally_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.import_rows TO finally_app;

REVOKE ALL ON FUNCTION public.begin_target_set() FROM PUBLIC;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.budget_moves TO finally_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.budget_policies TO finally_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.budgets TO finally_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.expense_items TO finally_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.incoming_items TO finally_app;

GRANT SELECT ON TABLE public.cash_flows TO finally_app;

REVOKE ALL ON FUNCTION public.close_month(whose uuid, closing date, findings jsonb) FROM PUBLIC;
GRANT ALL ON FUNCTION public.close_month(whose uuid, closing date, findings jsonb) TO finally_app;

GRANT SELECT ON TABLE public.month_seals TO finally_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.user_logins TO finally_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.recurring_items TO finally_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.recurring_postings TO finally_app;

GRANT SELECT ON TABLE public.audit_changes TO finally_app;

GRANT SELECT ON TABLE public.audit_events TO finally_app;

REVOKE ALL ON FUNCTION public.follow_month_begins() FROM PUBLIC;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.goal_parts TO finally_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.goals TO finally_app;

GRANT SELECT ON TABLE public.networth_materialized TO finally_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.asset_categories TO finally_app;

REVOKE ALL ON FUNCTION public.hold_books(whose uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.hold_closed_months(held_table text, measure text) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.keep_changes() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.keep_closed_currency() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.keep_closed_months() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.keep_copies() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.keep_networth() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.keep_truncated() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.keep_whole_table(whose uuid, kept_table text, kept_operation text) FROM PUBLIC;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.user_shares TO finally_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.splits TO finally_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.prices TO finally_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.fx_rates TO finally_app;

GRANT SELECT ON TABLE public.usable_rates TO finally_app;

REVOKE ALL ON FUNCTION public.open_event(whose uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.readers_of(whose uuid) FROM PUBLIC;
GRANT ALL ON FUNCTION public.readers_of(whose uuid) TO finally_app;

REVOKE ALL ON FUNCTION public.refuse() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_built_in_code() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_by_hand() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_change_of_kind() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_closed_month(whose uuid, touched date, what text) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_foreign_category() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_more_than_the_category() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_more_than_the_whole() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_other_month() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_target_of_debt() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_target_of_liability() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.refuse_to_move_a_target() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.reopen_months(whose uuid, reopening date, because text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.reopen_months(whose uuid, reopening date, because text) TO finally_app;

REVOKE ALL ON FUNCTION public.seal_event() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.set_up_own_table(new_table text) FROM PUBLIC;

REVOKE ALL ON FUNCTION public.touch_updated_at() FROM PUBLIC;

REVOKE ALL ON FUNCTION public.user_of_email(wanted text) FROM PUBLIC;
GRANT ALL ON FUNCTION public.user_of_email(wanted text) TO finally_app;

GRANT SELECT ON TABLE public.month_flows TO finally_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.asset_targets TO finally_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.target_sets TO finally_app;

GRANT SELECT ON TABLE public.target_spans TO finally_app;

GRANT SELECT ON TABLE public.asset_target_spans TO finally_app;

GRANT SELECT ON TABLE public.asset_worth TO finally_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.expense_categories TO finally_app;

GRANT SELECT ON TABLE public.budget_by_month TO finally_app;

GRANT SELECT ON TABLE public.cash_flow_by_month TO finally_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.category_allocation_targets TO finally_app;

GRANT SELECT ON TABLE public.category_target_spans TO finally_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.expense_subcategories TO finally_app;

GRANT SELECT,INSERT ON TABLE public.idempotency_keys TO finally_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.imports TO finally_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.income_categories TO finally_app;

GRANT SELECT ON TABLE public.latest_networth TO finally_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.market_cap_history TO finally_app;

GRANT SELECT ON TABLE public.net_worth_by_month TO finally_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.rules TO finally_app;

GRANT SELECT ON TABLE public.schema_migrations TO finally_app;

GRANT SELECT ON TABLE public.signed_entries TO finally_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.sources TO finally_app;

GRANT SELECT ON TABLE public.values_by_month TO finally_app;

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE public.yearly_budgets TO finally_app;
