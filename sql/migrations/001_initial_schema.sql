-- 001_initial_schema.sql
-- The tables of a household's books, their rules and their indexes; plans and targets have files of their own.
--
-- Five habits, kept by every table of this file and of the migrations to come:
--
-- * A user-owned row is known by (user_id, id), and every key between user-owned tables carries
--   user_id. So no row can point at another user's row, and the schema can be sharded by user.
-- * A constraint is named as the rule it keeps: its name is what the program turns into a sentence.
-- * Money is numeric(24,4), a share is numeric(9,6) between 0 and 1. PostgreSQL's numeric admits
--   NaN, which sorts above every number and survives every sum, so each numeric column refuses it.
-- * A month is year and month. period, its first day, is generated from them, for ranges.
-- * Nothing disappears by itself: no foreign key cascades. Who deletes says first what goes along.


-- -------------------------------------------------------------------------------------------------
-- What columns are worked out from
-- -------------------------------------------------------------------------------------------------

-- The first day of a month. Parts out of range are clamped and not refused, for a generated column
-- is computed before the CHECKs: month 13 must fail by the CHECK that names the rule, not in here.
CREATE FUNCTION first_of_month(year integer, month integer) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN make_date(least(greatest(year, 2000), 2100), least(greatest(month, 1), 12), 1);

-- What one of a currency costs in another, where one of the other costs so many of it: with 26300 dong a
-- dollar, a dong costs 0.0000380228… dollars. 42 decimals tell any two rates of numeric(24,12) apart,
-- and those that are all zeros beyond the twelfth only where the inverse is exact.
CREATE FUNCTION inverse_of(rate numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN trim_scale(round(1::numeric(60, 48) / rate, 42));

-- The one place that turns an amount into another currency. A rate of at most twelve decimals multiplies;
-- one that has more is the inverse of one on record, by which the amount is divided. A quotient takes the
-- scale of what is divided: with 40 decimals none comes so near to a half that it is rounded twice.
CREATE FUNCTION converted(amount numeric, rate numeric) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN round(
        CASE
            WHEN rate = round(rate, 12) THEN amount * rate
            ELSE amount::numeric(72, 40) / round(inverse_of(rate), 12)
        END,
        4
    );


-- Letters of one line that Unicode takes apart when it folds case: ß is ss, and ﬁ is fi.
CREATE FUNCTION letters_taken_apart(letters text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN (
        SELECT string_agg(coalesce(apart.letters, one.letter), '' ORDER BY one.place)
        FROM string_to_table(letters, NULL) WITH ORDINALITY AS one (letter, place)
        LEFT JOIN (VALUES
            ('ß', 'ss'), ('İ', 'i̇'), ('ŉ', 'ʼn'), ('ǰ', 'ǰ'), ('ΐ', 'ΐ'), ('ΰ', 'ΰ'),
            ('և', 'եւ'), ('ẖ', 'ẖ'), ('ẗ', 'ẗ'), ('ẘ', 'ẘ'), ('ẙ', 'ẙ'), ('ẚ', 'aʾ'),
            ('ẞ', 'ss'), ('ὐ', 'ὐ'), ('ὒ', 'ὒ'), ('ὔ', 'ὔ'), ('ὖ', 'ὖ'), ('ᾀ', 'ἀι'),
            ('ᾁ', 'ἁι'), ('ᾂ', 'ἂι'), ('ᾃ', 'ἃι'), ('ᾄ', 'ἄι'), ('ᾅ', 'ἅι'), ('ᾆ', 'ἆι'),
            ('ᾇ', 'ἇι'), ('ᾈ', 'ἀι'), ('ᾉ', 'ἁι'), ('ᾊ', 'ἂι'), ('ᾋ', 'ἃι'), ('ᾌ', 'ἄι'),
            ('ᾍ', 'ἅι'), ('ᾎ', 'ἆι'), ('ᾏ', 'ἇι'), ('ᾐ', 'ἠι'), ('ᾑ', 'ἡι'), ('ᾒ', 'ἢι'),
            ('ᾓ', 'ἣι'), ('ᾔ', 'ἤι'), ('ᾕ', 'ἥι'), ('ᾖ', 'ἦι'), ('ᾗ', 'ἧι'), ('ᾘ', 'ἠι'),
            ('ᾙ', 'ἡι'), ('ᾚ', 'ἢι'), ('ᾛ', 'ἣι'), ('ᾜ', 'ἤι'), ('ᾝ', 'ἥι'), ('ᾞ', 'ἦι'),
            ('ᾟ', 'ἧι'), ('ᾠ', 'ὠι'), ('ᾡ', 'ὡι'), ('ᾢ', 'ὢι'), ('ᾣ', 'ὣι'), ('ᾤ', 'ὤι'),
            ('ᾥ', 'ὥι'), ('ᾦ', 'ὦι'), ('ᾧ', 'ὧι'), ('ᾨ', 'ὠι'), ('ᾩ', 'ὡι'), ('ᾪ', 'ὢι'),
            ('ᾫ', 'ὣι'), ('ᾬ', 'ὤι'), ('ᾭ', 'ὥι'), ('ᾮ', 'ὦι'), ('ᾯ', 'ὧι'), ('ᾲ', 'ὰι'),
            ('ᾳ', 'αι'), ('ᾴ', 'άι'), ('ᾶ', 'ᾶ'), ('ᾷ', 'ᾶι'), ('ᾼ', 'αι'), ('ῂ', 'ὴι'),
            ('ῃ', 'ηι'), ('ῄ', 'ήι'), ('ῆ', 'ῆ'), ('ῇ', 'ῆι'), ('ῌ', 'ηι'), ('ῒ', 'ῒ'),
            ('ῖ', 'ῖ'), ('ῗ', 'ῗ'), ('ῢ', 'ῢ'), ('ῤ', 'ῤ'), ('ῦ', 'ῦ'), ('ῧ', 'ῧ'),
            ('ῲ', 'ὼι'), ('ῳ', 'ωι'), ('ῴ', 'ώι'), ('ῶ', 'ῶ'), ('ῷ', 'ῶι'), ('ῼ', 'ωι'),
            ('ﬀ', 'ff'), ('ﬁ', 'fi'), ('ﬂ', 'fl'), ('ﬃ', 'ffi'), ('ﬄ', 'ffl'), ('ﬅ', 'st'),
            ('ﬆ', 'st'), ('ﬓ', 'մն'), ('ﬔ', 'մե'), ('ﬕ', 'մի'), ('ﬖ', 'վն'), ('ﬗ', 'մխ')
        ) AS apart (letter, letters) ON apart.letter = one.letter
    );

-- What names are compared by: NFC, the case of Unicode 14 folded in full, and NFC again (The Unicode
-- Standard, 3.13, D145; CaseFolding.txt, status C and F), as the program does it. lower() is no help: what
-- it does depends on the server and on where the database was made, and it keeps ß from ss and ς from σ.
CREATE FUNCTION folded(name text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN octet_length(name) = char_length(name) THEN lower(name COLLATE "C") COLLATE "default"
        ELSE normalize(
            translate(
                lower(
                    CASE
                        WHEN normalize(name, NFC) ~ '[ßİŉǰΐΰևẖẗẘẙẚẞὐὒὔὖᾀᾁᾂᾃᾄᾅᾆᾇᾈᾉᾊᾋᾌᾍᾎᾏᾐᾑᾒᾓᾔᾕᾖᾗᾘᾙᾚᾛᾜᾝᾞᾟᾠᾡᾢᾣᾤᾥᾦᾧᾨᾩ'
                            'ᾪᾫᾬᾭᾮᾯᾲᾳᾴᾶᾷᾼῂῃῄῆῇῌῒῖῗῢῤῦῧῲῳῴῶῷῼﬀﬁﬂﬃﬄﬅﬆﬓﬔﬕﬖﬗ]'
                        THEN letters_taken_apart(normalize(name, NFC))
                        ELSE normalize(name, NFC)
                    END COLLATE "C"
                ) COLLATE "default",
                'µÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮĲĴĶĹĻĽĿŁŃŅŇŊŌŎŐŒŔŖŘŚŜŞŠŢŤ'
                'ŦŨŪŬŮŰŲŴŶŸŹŻŽſƁƂƄƆƇƉƊƋƎƏƐƑƓƔƖƗƘƜƝƟƠƢƤƦƧƩƬƮƯƱƲƳƵƷƸƼǄǅǇǈǊǋǍǏǑǓǕǗǙǛǞǠǢǤǦǨǪǬǮǱǲǴǶǷǸǺ'
                'ǼǾȀȂȄȆȈȊȌȎȐȒȔȖȘȚȜȞȠȢȤȦȨȪȬȮȰȲȺȻȽȾɁɃɄɅɆɈɊɌɎͅͰͲͶͿΆΈΉΊΌΎΏΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΪΫς'
                'ϏϐϑϕϖϘϚϜϞϠϢϤϦϨϪϬϮϰϱϴϵϷϹϺϽϾϿЀЁЂЃЄЅІЇЈЉЊЋЌЍЎЏАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯѠѢѤѦѨ'
                'ѪѬѮѰѲѴѶѸѺѼѾҀҊҌҎҐҒҔҖҘҚҜҞҠҢҤҦҨҪҬҮҰҲҴҶҸҺҼҾӀӁӃӅӇӉӋӍӐӒӔӖӘӚӜӞӠӢӤӦӨӪӬӮӰӲӴӶӸӺӼӾԀԂԄԆԈԊԌԎԐ'
                'ԒԔԖԘԚԜԞԠԢԤԦԨԪԬԮԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖႠႡႢႣႤႥႦႧႨႩႪႫႬႭႮႯႰႱႲႳႴႵႶႷႸႹႺ'
                'ႻႼႽႾႿჀჁჂჃჄჅჇჍᏸᏹᏺᏻᏼᏽᲀᲁᲂᲃᲄᲅᲆᲇᲈᲐᲑᲒᲓᲔᲕᲖᲗᲘᲙᲚᲛᲜᲝᲞᲟᲠᲡᲢᲣᲤᲥᲦᲧᲨᲩᲪᲫᲬᲭᲮᲯᲰᲱᲲᲳᲴᲵᲶᲷᲸᲹᲺᲽᲾᲿḀḂḄḆḈḊ'
                'ḌḎḐḒḔḖḘḚḜḞḠḢḤḦḨḪḬḮḰḲḴḶḸḺḼḾṀṂṄṆṈṊṌṎṐṒṔṖṘṚṜṞṠṢṤṦṨṪṬṮṰṲṴṶṸṺṼṾẀẂẄẆẈẊẌẎẐẒẔẛẠẢẤẦẨẪẬẮẰẲ'
                'ẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸỺỼỾἈἉἊἋἌἍἎἏἘἙἚἛἜἝἨἩἪἫἬἭἮἯἸἹἺἻἼἽἾἿὈὉὊὋὌὍὙὛὝὟὨὩ'
                'ὪὫὬὭὮὯᾸᾹᾺῈῊῘῙῚῨῩῪῬῸῺℲⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅬⅭⅮⅯↃⒶⒷⒸⒹⒺⒻⒼⒽⒾⒿⓀⓁⓂⓃⓄⓅⓆⓇⓈⓉⓊⓋⓌⓍⓎⓏⰀⰁⰂⰃⰄⰅⰆⰇⰈⰉⰊⰋⰌⰍⰎⰏ'
                'ⰐⰑⰒⰓⰔⰕⰖⰗⰘⰙⰚⰛⰜⰝⰞⰟⰠⰡⰢⰣⰤⰥⰦⰧⰨⰩⰪⰫⰬⰭⰮⰯⱠⱢⱣⱤⱧⱩⱫⱭⱮⱯⱰⱲⱵⱾⱿⲀⲂⲄⲆⲈⲊⲌⲎⲐⲒⲔⲖⲘⲚⲜⲞⲠⲢⲤⲦⲨⲪⲬⲮⲰⲲⲴⲶⲸⲺⲼⲾⳀ'
                'ⳂⳄⳆⳈⳊⳌⳎⳐⳒⳔⳖⳘⳚⳜⳞⳠⳢⳫⳭⳲꙀꙂꙄꙆꙈꙊꙌꙎꙐꙒꙔꙖꙘꙚꙜꙞꙠꙢꙤꙦꙨꙪꙬꚀꚂꚄꚆꚈꚊꚌꚎꚐꚒꚔꚖꚘꚚꜢꜤꜦꜨꜪꜬꜮꜲꜴꜶꜸꜺꜼꜾꝀꝂꝄꝆꝈꝊꝌꝎꝐ'
                'ꝒꝔꝖꝘꝚꝜꝞꝠꝢꝤꝦꝨꝪꝬꝮꝹꝻꝽꝾꞀꞂꞄꞆꞋꞍꞐꞒꞖꞘꞚꞜꞞꞠꞢꞤꞦꞨꞪꞫꞬꞭꞮꞰꞱꞲꞳꞴꞶꞸꞺꞼꞾꟀꟂꟄꟅꟆꟇꟉꟐꟖꟘꟵꭰꭱꭲꭳꭴꭵꭶꭷꭸꭹꭺꭻꭼꭽꭾꭿꮀ'
                'ꮁꮂꮃꮄꮅꮆꮇꮈꮉꮊꮋꮌꮍꮎꮏꮐꮑꮒꮓꮔꮕꮖꮗꮘꮙꮚꮛꮜꮝꮞꮟꮠꮡꮢꮣꮤꮥꮦꮧꮨꮩꮪꮫꮬꮭꮮꮯꮰꮱꮲꮳꮴꮵꮶꮷꮸꮹꮺꮻꮼꮽꮾꮿＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱ'
                'ＲＳＴＵＶＷＸＹＺ𐐀𐐁𐐂𐐃𐐄𐐅𐐆𐐇𐐈𐐉𐐊𐐋𐐌𐐍𐐎𐐏𐐐𐐑𐐒𐐓𐐔𐐕𐐖𐐗𐐘𐐙𐐚𐐛𐐜𐐝𐐞𐐟𐐠𐐡𐐢𐐣𐐤𐐥𐐦𐐧𐒰𐒱𐒲𐒳𐒴𐒵𐒶𐒷𐒸𐒹𐒺𐒻𐒼𐒽𐒾𐒿𐓀𐓁𐓂𐓃𐓄𐓅𐓆𐓇𐓈𐓉𐓊𐓋𐓌𐓍𐓎'
                '𐓏𐓐𐓑𐓒𐓓𐕰𐕱𐕲𐕳𐕴𐕵𐕶𐕷𐕸𐕹𐕺𐕼𐕽𐕾𐕿𐖀𐖁𐖂𐖃𐖄𐖅𐖆𐖇𐖈𐖉𐖊𐖌𐖍𐖎𐖏𐖐𐖑𐖒𐖔𐖕𐲀𐲁𐲂𐲃𐲄𐲅𐲆𐲇𐲈𐲉𐲊𐲋𐲌𐲍𐲎𐲏𐲐𐲑𐲒𐲓𐲔𐲕𐲖𐲗𐲘𐲙𐲚𐲛𐲜𐲝𐲞𐲟𐲠𐲡𐲢𐲣𐲤𐲥𐲦𐲧'
                '𐲨𐲩𐲪𐲫𐲬𐲭𐲮𐲯𐲰𐲱𐲲𑢠𑢡𑢢𑢣𑢤𑢥𑢦𑢧𑢨𑢩𑢪𑢫𑢬𑢭𑢮𑢯𑢰𑢱𑢲𑢳𑢴𑢵𑢶𑢷𑢸𑢹𑢺𑢻𑢼𑢽𑢾𑢿𖹀𖹁𖹂𖹃𖹄𖹅𖹆𖹇𖹈𖹉𖹊𖹋𖹌𖹍𖹎𖹏𖹐𖹑𖹒𖹓𖹔𖹕𖹖𖹗𖹘𖹙𖹚𖹛𖹜𖹝𖹞𖹟𞤀𞤁𞤂𞤃𞤄'
                '𞤅𞤆𞤇𞤈𞤉𞤊𞤋𞤌𞤍𞤎𞤏𞤐𞤑𞤒𞤓𞤔𞤕𞤖𞤗𞤘𞤙𞤚𞤛𞤜𞤝𞤞𞤟𞤠𞤡',
                'μàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþāăąćĉċčďđēĕėęěĝğġģĥħĩīĭįĳĵķĺļľŀłńņňŋōŏőœŕŗřśŝşšţť'
                'ŧũūŭůűųŵŷÿźżžsɓƃƅɔƈɖɗƌǝəɛƒɠɣɩɨƙɯɲɵơƣƥʀƨʃƭʈưʊʋƴƶʒƹƽǆǆǉǉǌǌǎǐǒǔǖǘǚǜǟǡǣǥǧǩǫǭǯǳǳǵƕƿǹǻ'
                'ǽǿȁȃȅȇȉȋȍȏȑȓȕȗșțȝȟƞȣȥȧȩȫȭȯȱȳⱥȼƚⱦɂƀʉʌɇɉɋɍɏιͱͳͷϳάέήίόύώαβγδεζηθικλμνξοπρστυφχψωϊϋσ'
                'ϗβθφπϙϛϝϟϡϣϥϧϩϫϭϯκρθεϸϲϻͻͼͽѐёђѓєѕіїјљњћќѝўџабвгдежзийклмнопрстуфхцчшщъыьэюяѡѣѥѧѩ'
                'ѫѭѯѱѳѵѷѹѻѽѿҁҋҍҏґғҕҗҙқҝҟҡңҥҧҩҫҭүұҳҵҷҹһҽҿӏӂӄӆӈӊӌӎӑӓӕӗәӛӝӟӡӣӥӧөӫӭӯӱӳӵӷӹӻӽӿԁԃԅԇԉԋԍԏԑ'
                'ԓԕԗԙԛԝԟԡԣԥԧԩԫԭԯաբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆⴀⴁⴂⴃⴄⴅⴆⴇⴈⴉⴊⴋⴌⴍⴎⴏⴐⴑⴒⴓⴔⴕⴖⴗⴘⴙⴚ'
                'ⴛⴜⴝⴞⴟⴠⴡⴢⴣⴤⴥⴧⴭᏰᏱᏲᏳᏴᏵвдосттъѣꙋაბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰჱჲჳჴჵჶჷჸჹჺჽჾჿḁḃḅḇḉḋ'
                'ḍḏḑḓḕḗḙḛḝḟḡḣḥḧḩḫḭḯḱḳḵḷḹḻḽḿṁṃṅṇṉṋṍṏṑṓṕṗṙṛṝṟṡṣṥṧṩṫṭṯṱṳṵṷṹṻṽṿẁẃẅẇẉẋẍẏẑẓẕṡạảấầẩẫậắằẳ'
                'ẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹỻỽỿἀἁἂἃἄἅἆἇἐἑἒἓἔἕἠἡἢἣἤἥἦἧἰἱἲἳἴἵἶἷὀὁὂὃὄὅὑὓὕὗὠὡ'
                'ὢὣὤὥὦὧᾰᾱὰὲὴῐῑὶῠῡὺῥὸὼⅎⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅺⅻⅼⅽⅾⅿↄⓐⓑⓒⓓⓔⓕⓖⓗⓘⓙⓚⓛⓜⓝⓞⓟⓠⓡⓢⓣⓤⓥⓦⓧⓨⓩⰰⰱⰲⰳⰴⰵⰶⰷⰸⰹⰺⰻⰼⰽⰾⰿ'
                'ⱀⱁⱂⱃⱄⱅⱆⱇⱈⱉⱊⱋⱌⱍⱎⱏⱐⱑⱒⱓⱔⱕⱖⱗⱘⱙⱚⱛⱜⱝⱞⱟⱡɫᵽɽⱨⱪⱬɑɱɐɒⱳⱶȿɀⲁⲃⲅⲇⲉⲋⲍⲏⲑⲓⲕⲗⲙⲛⲝⲟⲡⲣⲥⲧⲩⲫⲭⲯⲱⲳⲵⲷⲹⲻⲽⲿⳁ'
                'ⳃⳅⳇⳉⳋⳍⳏⳑⳓⳕⳗⳙⳛⳝⳟⳡⳣⳬⳮⳳꙁꙃꙅꙇꙉꙋꙍꙏꙑꙓꙕꙗꙙꙛꙝꙟꙡꙣꙥꙧꙩꙫꙭꚁꚃꚅꚇꚉꚋꚍꚏꚑꚓꚕꚗꚙꚛꜣꜥꜧꜩꜫꜭꜯꜳꜵꜷꜹꜻꜽꜿꝁꝃꝅꝇꝉꝋꝍꝏꝑ'
                'ꝓꝕꝗꝙꝛꝝꝟꝡꝣꝥꝧꝩꝫꝭꝯꝺꝼᵹꝿꞁꞃꞅꞇꞌɥꞑꞓꞗꞙꞛꞝꞟꞡꞣꞥꞧꞩɦɜɡɬɪʞʇʝꭓꞵꞷꞹꞻꞽꞿꟁꟃꞔʂᶎꟈꟊꟑꟗꟙꟶᎠᎡᎢᎣᎤᎥᎦᎧᎨᎩᎪᎫᎬᎭᎮᎯᎰ'
                'ᎱᎲᎳᎴᎵᎶᎷᎸᎹᎺᎻᎼᎽᎾᎿᏀᏁᏂᏃᏄᏅᏆᏇᏈᏉᏊᏋᏌᏍᏎᏏᏐᏑᏒᏓᏔᏕᏖᏗᏘᏙᏚᏛᏜᏝᏞᏟᏠᏡᏢᏣᏤᏥᏦᏧᏨᏩᏪᏫᏬᏭᏮᏯａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑ'
                'ｒｓｔｕｖｗｘｙｚ𐐨𐐩𐐪𐐫𐐬𐐭𐐮𐐯𐐰𐐱𐐲𐐳𐐴𐐵𐐶𐐷𐐸𐐹𐐺𐐻𐐼𐐽𐐾𐐿𐑀𐑁𐑂𐑃𐑄𐑅𐑆𐑇𐑈𐑉𐑊𐑋𐑌𐑍𐑎𐑏𐓘𐓙𐓚𐓛𐓜𐓝𐓞𐓟𐓠𐓡𐓢𐓣𐓤𐓥𐓦𐓧𐓨𐓩𐓪𐓫𐓬𐓭𐓮𐓯𐓰𐓱𐓲𐓳𐓴𐓵𐓶'
                '𐓷𐓸𐓹𐓺𐓻𐖗𐖘𐖙𐖚𐖛𐖜𐖝𐖞𐖟𐖠𐖡𐖣𐖤𐖥𐖦𐖧𐖨𐖩𐖪𐖫𐖬𐖭𐖮𐖯𐖰𐖱𐖳𐖴𐖵𐖶𐖷𐖸𐖹𐖻𐖼𐳀𐳁𐳂𐳃𐳄𐳅𐳆𐳇𐳈𐳉𐳊𐳋𐳌𐳍𐳎𐳏𐳐𐳑𐳒𐳓𐳔𐳕𐳖𐳗𐳘𐳙𐳚𐳛𐳜𐳝𐳞𐳟𐳠𐳡𐳢𐳣𐳤𐳥𐳦𐳧'
                '𐳨𐳩𐳪𐳫𐳬𐳭𐳮𐳯𐳰𐳱𐳲𑣀𑣁𑣂𑣃𑣄𑣅𑣆𑣇𑣈𑣉𑣊𑣋𑣌𑣍𑣎𑣏𑣐𑣑𑣒𑣓𑣔𑣕𑣖𑣗𑣘𑣙𑣚𑣛𑣜𑣝𑣞𑣟𖹠𖹡𖹢𖹣𖹤𖹥𖹦𖹧𖹨𖹩𖹪𖹫𖹬𖹭𖹮𖹯𖹰𖹱𖹲𖹳𖹴𖹵𖹶𖹷𖹸𖹹𖹺𖹻𖹼𖹽𖹾𖹿𞤢𞤣𞤤𞤥𞤦'
                '𞤧𞤨𞤩𞤪𞤫𞤬𞤭𞤮𞤯𞤰𞤱𞤲𞤳𞤴𞤵𞤶𞤷𞤸𞤹𞤺𞤻𞤼𞤽𞤾𞤿𞥀𞥁𞥂𞥃'
            ),
            NFC
        )
    END;


-- -------------------------------------------------------------------------------------------------
-- Who
-- -------------------------------------------------------------------------------------------------

CREATE TABLE users (
    id            uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    email         text        NOT NULL,
    address_key   uuid        NOT NULL GENERATED ALWAYS AS (md5(folded(email))::uuid) STORED,
    display_name  text,
    cognito_sub   text,
    base_currency text        NOT NULL DEFAULT 'USD',
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),

    CONSTRAINT nobody_has_the_nil_id  -- which stands for nobody in an index below
        CHECK (id <> '00000000-0000-0000-0000-000000000000'),
    CONSTRAINT email_is_1_to_320_characters
        CHECK (char_length(email) BETWEEN 1 AND 320),
    CONSTRAINT email_has_no_spaces_around_it
        CHECK (email = btrim(email)),
    CONSTRAINT display_name_is_1_to_200_characters
        CHECK (char_length(btrim(display_name)) >= 1 AND char_length(display_name) <= 200),
    CONSTRAINT cognito_sub_is_1_to_200_characters
        CHECK (char_length(cognito_sub) BETWEEN 1 AND 200),
    CONSTRAINT base_currency_is_three_capital_letters
        CHECK (base_currency ~ '^[A-Z]{3}$'),
    CONSTRAINT user_cognito_sub_taken
        UNIQUE (cognito_sub)
);

CREATE UNIQUE INDEX user_email_taken ON users (folded(email));

-- An address in full is found by an index under row security too. A comparison of folded(email) is no condition
-- of one there: the function might tell what it was given, and row security asks first. That of a column is
-- one; this column says no more of an address than whether it is the same.
CREATE INDEX users_by_address ON users (address_key);


-- -------------------------------------------------------------------------------------------------
-- Categories: built in where user_id is null, else one user's own. All are small.
-- A user's own may end: it keeps its history, and nothing new goes into it from closed_on on.
-- -------------------------------------------------------------------------------------------------

CREATE TABLE asset_categories (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id    uuid,
    code       text        NOT NULL,
    name       text        NOT NULL,
    kind       text        NOT NULL,
    sort_order integer     NOT NULL DEFAULT 1000,  -- a user's own come after the built-in ones
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),

    CONSTRAINT category_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT asset_category_code_taken
        UNIQUE NULLS NOT DISTINCT (user_id, code),
    CONSTRAINT code_is_1_to_40_capitals_digits_or_underscores
        CHECK (code ~ '^[A-Z][A-Z0-9_]{0,39}$'),
    CONSTRAINT category_name_is_1_to_100_characters
        CHECK (char_length(btrim(name)) >= 1 AND char_length(name) <= 100),
    CONSTRAINT kind_is_asset_or_liability
        CHECK (kind IN ('asset', 'liability'))
);

CREATE TABLE income_categories (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id    uuid,
    code       text        NOT NULL,
    name       text        NOT NULL,
    sort_order integer     NOT NULL DEFAULT 1000,
    closed_on  date,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),

    CONSTRAINT category_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT income_category_code_taken
        UNIQUE NULLS NOT DISTINCT (user_id, code),
    CONSTRAINT code_is_1_to_40_capitals_digits_or_underscores
        CHECK (code ~ '^[A-Z][A-Z0-9_]{0,39}$'),
    CONSTRAINT category_name_is_1_to_100_characters
        CHECK (char_length(btrim(name)) >= 1 AND char_length(name) <= 100)
);

CREATE TABLE expense_categories (
    id         uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id    uuid,
    code       text        NOT NULL,
    name       text        NOT NULL,
    sort_order integer     NOT NULL DEFAULT 1000,
    closed_on  date,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),

    CONSTRAINT category_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT expense_category_code_taken
        UNIQUE NULLS NOT DISTINCT (user_id, code),
    CONSTRAINT code_is_1_to_40_capitals_digits_or_underscores
        CHECK (code ~ '^[A-Z][A-Z0-9_]{0,39}$'),
    CONSTRAINT category_name_is_1_to_100_characters
        CHECK (char_length(btrim(name)) >= 1 AND char_length(name) <= 100)
);

-- A subcategory's code is unique over all categories, so that naming it alone says both.
CREATE TABLE expense_subcategories (
    id          uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id     uuid,
    category_id uuid        NOT NULL,
    code        text        NOT NULL,
    name        text        NOT NULL,
    sort_order  integer     NOT NULL DEFAULT 1000,
    closed_on   date,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),

    CONSTRAINT category_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT subcategory_is_in_a_category
        FOREIGN KEY (category_id) REFERENCES expense_categories (id),
    CONSTRAINT expense_subcategory_code_taken
        UNIQUE NULLS NOT DISTINCT (user_id, code),
    CONSTRAINT expense_subcategory_of_category  -- what expense_items refers to
        UNIQUE (category_id, id),
    CONSTRAINT code_is_1_to_40_capitals_digits_or_underscores
        CHECK (code ~ '^[A-Z][A-Z0-9_]{0,39}$'),
    CONSTRAINT category_name_is_1_to_100_characters
        CHECK (char_length(btrim(name)) >= 1 AND char_length(name) <= 100)
);

-- Whose a category is, nobody's being the nil id: what their policy (011) asks, and how often each is there,
-- which the planner knows from the index alone.
CREATE INDEX asset_categories_by_owner ON asset_categories
    ((coalesce(user_id, '00000000-0000-0000-0000-000000000000')));
CREATE INDEX income_categories_by_owner ON income_categories
    ((coalesce(user_id, '00000000-0000-0000-0000-000000000000')));
CREATE INDEX expense_categories_by_owner ON expense_categories
    ((coalesce(user_id, '00000000-0000-0000-0000-000000000000')));
CREATE INDEX expense_subcategories_by_owner ON expense_subcategories
    ((coalesce(user_id, '00000000-0000-0000-0000-000000000000')));


-- -------------------------------------------------------------------------------------------------
-- What is owned and owed
-- -------------------------------------------------------------------------------------------------

CREATE TABLE assets (
    user_id              uuid          NOT NULL,
    id                   uuid          NOT NULL DEFAULT gen_random_uuid(),
    category_id          uuid          NOT NULL,
    asset_name           text          NOT NULL,
    ticker               text,
    currency             text,         -- null: the user's base currency
    market_cap           numeric(24,4),
    market_cap_source    text,
    market_cap_synced_at timestamptz,
    sub_target_pct       numeric(9,6), -- the share wanted within its category
    locked               boolean       NOT NULL DEFAULT false,  -- may not be sold: every plan keeps it as it is
    closed_on            date,         -- null: open
    created_at           timestamptz   NOT NULL DEFAULT now(),
    updated_at           timestamptz   NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT asset_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT asset_is_in_a_category
        FOREIGN KEY (category_id) REFERENCES asset_categories (id),
    CONSTRAINT asset_name_is_1_to_200_characters
        CHECK (char_length(btrim(asset_name)) >= 1 AND char_length(asset_name) <= 200),
    CONSTRAINT asset_name_has_no_spaces_around_it
        CHECK (asset_name = btrim(asset_name)),
    CONSTRAINT ticker_is_1_to_32_characters
        CHECK (char_length(btrim(ticker)) >= 1 AND char_length(ticker) <= 32),
    CONSTRAINT currency_is_three_capital_letters
        CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT market_cap_is_not_negative
        CHECK (market_cap >= 0 AND market_cap <> 'NaN'),
    CONSTRAINT market_cap_source_is_1_to_200_characters
        CHECK (char_length(market_cap_source) BETWEEN 1 AND 200),
    CONSTRAINT sub_target_between_0_and_1
        CHECK (sub_target_pct BETWEEN 0 AND 1)
);

CREATE UNIQUE INDEX asset_name_taken ON assets (user_id, folded(asset_name));

-- Deleting a category looks for what uses it by category alone; so do the indexes like it below.
CREATE INDEX assets_by_category ON assets (category_id);


-- The monthly snapshot. total is in the user's base currency and signed: a debt is negative, so
-- that SUM(total) is the net worth. Of a value in another currency the row keeps what was typed and
-- the rate it was turned with: past months never move when today's rate does.
--
-- contribution is how much of a value's change is money that was put in (of a debt: paid off), below zero
-- what was taken out; in base currency, as total is. Null says nothing: whether any was is not on record.
CREATE TABLE asset_inputs (
    user_id       uuid           NOT NULL,
    id            uuid           NOT NULL DEFAULT gen_random_uuid(),
    asset_id      uuid           NOT NULL,
    year          integer        NOT NULL,
    month         integer        NOT NULL,
    period        date           NOT NULL GENERATED ALWAYS AS (first_of_month(year, month)) STORED,
    total         numeric(24,4)  NOT NULL,
    native_amount numeric(24,4),  -- these three: null for a value in base currency
    currency      text,
    rate          numeric,        -- 1 of currency is rate of base currency
    contribution  numeric(24,4),
    notes         text,
    carried       boolean        NOT NULL DEFAULT false,  -- copied forward, not looked up
    created_at    timestamptz    NOT NULL DEFAULT now(),
    updated_at    timestamptz    NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    -- The asset's own key proves the user: a second one here would cost a sixth of every import.
    CONSTRAINT snapshot_is_of_an_asset
        FOREIGN KEY (user_id, asset_id) REFERENCES assets (user_id, id),
    -- Also finds an asset's newest value, read backwards: ORDER BY year DESC, month DESC.
    CONSTRAINT snapshot_month_taken
        UNIQUE (user_id, asset_id, year, month),
    CONSTRAINT year_between_2000_and_2100
        CHECK (year BETWEEN 2000 AND 2100),
    CONSTRAINT month_between_1_and_12
        CHECK (month BETWEEN 1 AND 12),
    CONSTRAINT total_is_a_number
        CHECK (total <> 'NaN'),
    CONSTRAINT native_amount_is_a_number
        CHECK (native_amount <> 'NaN'),
    CONSTRAINT currency_is_three_capital_letters
        CHECK (currency ~ '^[A-Z]{3}$'),
    CONSTRAINT rate_is_above_zero
        CHECK (rate > 0 AND rate <> 'NaN'),
    CONSTRAINT rate_has_12_decimals_or_is_an_inverse
        CHECK (rate = round(rate, 12) OR rate = inverse_of(round(inverse_of(rate), 12))),
    CONSTRAINT native_amount_currency_and_rate_go_together
        CHECK (num_nulls(native_amount, currency, rate) IN (0, 3)),
    CONSTRAINT total_is_native_amount_times_rate
        CHECK (total = converted(native_amount, rate)),
    CONSTRAINT contribution_is_a_number
        CHECK (contribution <> 'NaN'),
    CONSTRAINT notes_are_at_most_2000_characters
        CHECK (char_length(notes) <= 2000)
);

-- One user's month from the index alone; a range of months too, as (year, month) BETWEEN … AND ….
CREATE INDEX asset_inputs_by_month
    ON asset_inputs (user_id, year, month) INCLUDE (asset_id, total, carried);

-- Whether anything was ever put into an asset: where nothing was, that is one look and not all its months.
CREATE INDEX asset_inputs_with_contribution ON asset_inputs (user_id, asset_id, year, month)
    WHERE contribution IS NOT NULL;


CREATE TABLE market_cap_history (
    user_id    uuid          NOT NULL,
    id         uuid          NOT NULL DEFAULT gen_random_uuid(),
    asset_id   uuid          NOT NULL,
    year       integer       NOT NULL,
    month      integer       NOT NULL,
    period     date          NOT NULL GENERATED ALWAYS AS (first_of_month(year, month)) STORED,
    market_cap numeric(24,4) NOT NULL,
    source     text          NOT NULL,
    created_at timestamptz   NOT NULL DEFAULT now(),
    updated_at timestamptz   NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT market_cap_is_of_an_asset
        FOREIGN KEY (user_id, asset_id) REFERENCES assets (user_id, id),
    CONSTRAINT market_cap_month_taken
        UNIQUE (user_id, asset_id, year, month),
    CONSTRAINT year_between_2000_and_2100
        CHECK (year BETWEEN 2000 AND 2100),
    CONSTRAINT month_between_1_and_12
        CHECK (month BETWEEN 1 AND 12),
    CONSTRAINT market_cap_is_not_negative
        CHECK (market_cap >= 0 AND market_cap <> 'NaN'),
    CONSTRAINT market_cap_source_is_1_to_200_characters
        CHECK (char_length(source) BETWEEN 1 AND 200)
);


-- What one unit of from_currency was worth in to_currency, month by month.
CREATE TABLE fx_rates (
    user_id       uuid           NOT NULL,
    id            uuid           NOT NULL DEFAULT gen_random_uuid(),
    from_currency text           NOT NULL,
    to_currency   text           NOT NULL,
    year          integer        NOT NULL,
    month         integer        NOT NULL,
    period        date           NOT NULL GENERATED ALWAYS AS (first_of_month(year, month)) STORED,
    rate          numeric(24,12) NOT NULL,
    created_at    timestamptz    NOT NULL DEFAULT now(),
    updated_at    timestamptz    NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT fx_rate_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT fx_rate_month_taken
        UNIQUE (user_id, from_currency, to_currency, year, month),
    CONSTRAINT year_between_2000_and_2100
        CHECK (year BETWEEN 2000 AND 2100),
    CONSTRAINT month_between_1_and_12
        CHECK (month BETWEEN 1 AND 12),
    CONSTRAINT currency_is_three_capital_letters
        CHECK (from_currency ~ '^[A-Z]{3}$' AND to_currency ~ '^[A-Z]{3}$'),
    CONSTRAINT currencies_differ
        CHECK (from_currency <> to_currency),
    CONSTRAINT rate_is_above_zero
        CHECK (rate > 0 AND rate <> 'NaN')
);

CREATE INDEX fx_rates_by_month ON fx_rates (user_id, year, month);


-- The net worth of each month that has snapshots: SUM(total) and COUNT(*) of asset_inputs, kept
-- true by trigger (007) in the transaction that changes a snapshot. Wider than money: it is a sum.
CREATE TABLE networth_materialized (
    user_id     uuid          NOT NULL,
    year        integer       NOT NULL,
    month       integer       NOT NULL,
    period      date          NOT NULL GENERATED ALWAYS AS (first_of_month(year, month)) STORED,
    net_worth   numeric(28,4) NOT NULL,
    snapshots   integer       NOT NULL,
    computed_at timestamptz   NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, year, month),
    CONSTRAINT net_worth_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT year_between_2000_and_2100
        CHECK (year BETWEEN 2000 AND 2100),
    CONSTRAINT month_between_1_and_12
        CHECK (month BETWEEN 1 AND 12),
    CONSTRAINT net_worth_is_a_number
        CHECK (net_worth <> 'NaN')
);

-- Each user's newest month. All three keys descend: that is the primary key, read backwards.
CREATE VIEW latest_networth WITH (security_invoker = true) AS
SELECT DISTINCT ON (user_id)
    user_id,
    year,
    month,
    period,
    net_worth,
    snapshots,
    computed_at
FROM networth_materialized
ORDER BY
    user_id DESC,
    year DESC,
    month DESC;


-- -------------------------------------------------------------------------------------------------
-- What comes in and goes out
-- -------------------------------------------------------------------------------------------------

-- An amount may be negative: money given back, netted against its category.
CREATE TABLE incoming_items (
    user_id     uuid          NOT NULL,
    id          uuid          NOT NULL DEFAULT gen_random_uuid(),
    category_id uuid          NOT NULL,
    year        integer       NOT NULL,
    month       integer       NOT NULL,
    period      date          NOT NULL GENERATED ALWAYS AS (first_of_month(year, month)) STORED,
    amount      numeric(24,4) NOT NULL,
    description text,
    received_on date,         -- null: some day of that month
    created_at  timestamptz   NOT NULL DEFAULT now(),
    updated_at  timestamptz   NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT income_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT income_is_in_a_category
        FOREIGN KEY (category_id) REFERENCES income_categories (id),
    CONSTRAINT year_between_2000_and_2100
        CHECK (year BETWEEN 2000 AND 2100),
    CONSTRAINT month_between_1_and_12
        CHECK (month BETWEEN 1 AND 12),
    CONSTRAINT amount_is_a_number
        CHECK (amount <> 'NaN'),
    CONSTRAINT amount_is_not_zero
        CHECK (amount <> 0),
    CONSTRAINT description_is_at_most_2000_characters
        CHECK (char_length(description) <= 2000),
    CONSTRAINT received_on_lies_in_its_month
        CHECK (extract(year FROM received_on) = year AND extract(month FROM received_on) = month)
);

CREATE INDEX incoming_items_by_month
    ON incoming_items (user_id, year, month, category_id) INCLUDE (amount);

CREATE INDEX incoming_items_by_category
    ON incoming_items (category_id);


-- A refund is a negative expense.
CREATE TABLE expense_items (
    user_id        uuid          NOT NULL,
    id             uuid          NOT NULL DEFAULT gen_random_uuid(),
    category_id    uuid          NOT NULL,
    subcategory_id uuid,
    year           integer       NOT NULL,
    month          integer       NOT NULL,
    period         date          NOT NULL GENERATED ALWAYS AS (first_of_month(year, month)) STORED,
    amount         numeric(24,4) NOT NULL,
    description    text,
    spent_on       date,         -- null: some day of that month
    created_at     timestamptz   NOT NULL DEFAULT now(),
    updated_at     timestamptz   NOT NULL DEFAULT now(),

    PRIMARY KEY (user_id, id),
    CONSTRAINT expense_belongs_to_a_user
        FOREIGN KEY (user_id) REFERENCES users (id),
    CONSTRAINT expense_is_in_a_category
        FOREIGN KEY (category_id) REFERENCES expense_categories (id),
    CONSTRAINT expense_subcategory_is_of_its_category
        FOREIGN KEY (category_id, subcategory_id)
        REFERENCES expense_subcategories (category_id, id),
    CONSTRAINT year_between_2000_and_2100
        CHECK (year BETWEEN 2000 AND 2100),
    CONSTRAINT month_between_1_and_12
        CHECK (month BETWEEN 1 AND 12),
    CONSTRAINT amount_is_a_number
        CHECK (amount <> 'NaN'),
    CONSTRAINT amount_is_not_zero
        CHECK (amount <> 0),
    CONSTRAINT description_is_at_most_2000_characters
        CHECK (char_length(description) <= 2000),
    CONSTRAINT spent_on_lies_in_its_month
        CHECK (extract(year FROM spent_on) = year AND extract(month FROM spent_on) = month)
);

CREATE INDEX expense_items_by_month
    ON expense_items (user_id, year, month, category_id) INCLUDE (subcategory_id, amount);

CREATE INDEX expense_items_by_category
    ON expense_items (category_id, subcategory_id);
