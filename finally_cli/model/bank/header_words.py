"""What banks call the columns of their files, and what stands in them, without accents.

A column's name is looked up word by word. Where a language has one word for two things, such as
`valuta` for the day of interest and for the currency, what stands in the column decides.
"""

from __future__ import annotations

import re
from functools import lru_cache

from finally_cli.model.bank.dates import without_accents

# With which a line begins that sums the rows up, or says a balance, and is no row.
TOTALS = (
    "total ", "sub-total ", "subtotal ", "sum ", "summe ", "gesamt ", "saldo ", "kontostand ",
    "balance ", "opening balance ", "closing balance ", "anfangssaldo ", "endsaldo ",
    "alter kontostand ", "neuer kontostand ", "solde ", "totaal ", "beginsaldo ", "eindsaldo ",
    "totale ", "suma ", "razem ", "celkem ", "osszesen ", "yhteensa ", "summa ",
    "beginning balance ", "ending balance ",
)  # fmt: skip

# What a row is called that says a balance in the place of an amount, and moves no money.
BALANCE_ROWS = frozenset((
    "algsaldo", "alter kontostand", "anfangssaldo", "apgrozījums", "apyvarta",
    "balance brought forward", "balance carried forward", "beginning balance", "beginsaldo",
    "beigu atlikums", "brought forward", "carried forward", "closing balance", "eindsaldo",
    "ending balance", "endsaldo", "ingaende saldo", "ingående saldo", "konecny zustatek",
    "konečný zůstatek", "käive", "likutis pabaigai", "likutis pradžiai", "lõppsaldo",
    "neuer kontostand", "opening balance", "pocatecni zustatek", "počáteční zůstatek",
    "previous balance", "s a l d o", "saldo anterior", "saldo final", "saldo finale",
    "saldo inicial", "saldo iniziale", "saldo koncowe", "saldo końcowe", "saldo poczatkowe",
    "saldo początkowe", "solde final", "solde initial", "sākuma atlikums", "turnover",
    "utgaende saldo", "utgående saldo", "входящий остаток", "исходящий остаток",
))  # fmt: skip

# Of each kind, the surest words first.
NAMES = {
    "day": (
        "booking date; posting date; posted date; date posted; post date; date booked; "
        "booked at; booked on; booked; entry date; processed date; date processed; "
        "completed date; buchungsdatum; buchungstag; buchung; buchungs datum; boekdatum; "
        "boekingsdatum; datum zauctovani; data ksiegowania; konyveles; konyveles datuma; "
        "bokforingsdag; bokforingsdatum; bogfort; bogforingsdato; bokfort; bokforingsdato; "
        "kirjauspaiva; date comptable; date de comptabilisation; date op; date operation; "
        "date d operation; date de l operation; fecha contable; fecha operacion; "
        "fecha de operacion; f operacion; data contabile; data operazione; data operacji; "
        "data lancamento; data mov; data movimento; data do movimento; datum proceseni; "
        "datum provedeni; datum transakce; tranzakcio datuma; transaction date; trans date; "
        "tran date; transaktionsdatum; transaktionsdag; datum transactie; transactiedatum; "
        "datetime; islem tarihi; tarih; date; datum; dato; data; fecha; paiva; dag; "
        "datum uctovani; tag; day; time; timestamp; cas; belegdatum; pvm; created; created at; "
        "日付; 日期; 날짜; data operacijos; datums; kuupaev; дата операции; дата проводки; "
        "дата; дата обработки; дата и время; תאריך; txn date; transactiondate; purchase date; "
        "交易时间; 交易日期; 交易日; 记账日期; 取引日; 年月日; 利用日; ご利用日; 거래일; "
        "거래일시"
    ),
    "value_day": (
        "value date; valuta; valutadatum; valuta datum; valutadato; wertstellung; wert; "
        "wertstellungstag; date valeur; date de valeur; fecha valor; fecha de valor; f valor; "
        "data valuta; data waluty; data valor; rentedatum; rentedag; rentedato; arvopaiva; "
        "ertekna; erteknap; interest date; datum valuty; valor; valeur; started date; "
        "effective date; дата валютирования; vertes diena"
    ),
    "amount": (
        "amount; transaction amount; amount total; net amount; betrag; umsatz; buchungsbetrag; "
        "betrag in kontowahrung; wert; bedrag; montant; importe; importo; kwota; "
        "kwota operacji; castka; zauctovana castka; objem; osszeg; tranzakcio osszege; tutar; "
        "belop; belob; belopp; summa; maara; valor; monto; net; netto; sum; value; quantia; "
        "montante; 金額; 金额; 금액; lastschrift gutschrift; castka v mene uctu; paid; "
        "cantidad; valuta belob; mnozstvi; suma; сумма операции; сумма; сумма платежа; "
        "сумма в валюте счета; kwota transakcji; osszeg huf; gross amount; debit credit amount; "
        "transactie bedrag; transactiebedrag; סכום; 交易金额; 入出金; 利用金額; ご利用金額; "
        "거래금액"
    ),
    "money_in": (
        "credit; credits; credit amount; amount credit; haben; gutschrift; paid in; money in; "
        "deposit; deposits; deposit amount; deposit amt; inflow; received; eingang; einnahme; "
        "einnahmen; bij; credito; crediti; creditos; abono; abonos; haber; entrate; entrata; "
        "accrediti; avere; einzahlung; ingreso; ingresos; entrada; insattning; inn; "
        "inn pa konto; ind; indsat; uznania; prijem; dobropis; panelle; incoming; in; income; "
        "jovairas; bevetel; received amount; amount in; money received; deposito; depositos; "
        "paid in amount; pemasukan; приход; поступление; kredit; kredits; deebet kreedit; 收入; "
        "存入; 贷方; 贷方金额; 入金; お預入れ; お預り金額; 입금; 입금액"
    ),
    "money_out": (
        "debit; debits; debit amount; amount debit; soll; lastschrift; belastung; paid out; "
        "money out; withdrawal; withdrawals; withdrawal amount; withdrawal amt; outflow; spent; "
        "ausgang; ausgabe; ausgaben; af; debito; debiti; debitos; cargo; cargos; debe; dare; "
        "uscite; uscita; addebiti; addebito; auszahlung; gasto; gastos; saida; uttag; ut; "
        "ut fra konto; ud; haevet; obciazenia; vydaj; otto; outgoing; out; expense; terheles; "
        "kiadas; debet; amount out; charge; charges; retiro; retiros; paid out amount; "
        "payments; расход; списание; debets; deebet; 支出; 支取; 借方; 借方金额; 出金; "
        "お引出し; お支払金額; 출금; 출금액"
    ),
    "flag": (
        "credit debit; debit credit; debit credit indicator; credit debit indicator; dr cr; "
        "cr dr; d c; c d; cd; af bij; bij af; soll haben; haben soll; s h; transaction type; "
        "direction; sens; bevetel kiadas; debet credit; credit debet; belastung gutschrift; "
        "type; sign; vorzeichen; in out; kredit debet; cdtdbtind; umsatzart; dc; cr db; tipo; "
        "typ; kierunek; debe haber; code; art; details; mouvement; d k; deebet kreedit d c; "
        "debetas kreditas; 收 支; 借贷; 借贷标志"
    ),
    "balance": (
        "balance; saldo; kontostand; solde; running balance; account balance; balance after; "
        "saldo na trn; saldo na transactie; saldo na mutatie; saldo po operacji; "
        "saldo po transakcji; saldo nach buchung; kontosaldo; bokfort saldo; zustatek; "
        "zostatok; egyenleg; bakiye; ledger balance; closing balance; konyvelt egyenleg; "
        "new balance; sado; 残高; 余额; 잔액; остаток; баланс; atlikums; likutis; jaak; "
        "saldo depois da transacao; saldo apos; יתרה; running bal; saldo contabile; sold; "
        "账户余额; 差引残高; 거래후잔액"
    ),
    "id": (
        "transaction id; transactionid; id transakce; transaktions id; transaktionsid; id; "
        "fitid; id operacji; unique id; external id; transaction number; id operazione; "
        "identyfikator; entry reference; operation id; buchungs id; transaktionsnummer; "
        "transaction hash; id transaktion; id pohybu; trn id; identificador"
    ),
    "counter_account": (
        "counter account; counterparty account; counterparty account number; counterparty iban; "
        "gegenkonto; gegenkonto iban; iban gegenkonto; iban gegenpartei; tegenrekening; "
        "tegenrekening iban bban; rekening tegenpartij; rekeningnummer tegenpartij; "
        "cislo protiuctu; protiucet; iban zahlungsbeteiligter; iban des zahlungsbeteiligten; "
        "kontonummer iban; kontonummer gegenpartei; iban kontonummer; partner szamlaszama; "
        "konto kontrahenta; rachunek kontrahenta; numer rachunku kontrahenta; "
        "nr rachunku kontrahenta; compte contrepartie; naar rekening; beneficiary account; "
        "account number payee; recipient account; partner iban; iban partner; ellenszamla; "
        "iban auftraggeber empfanger; tegenpartij rekening; payee account; empfangerkonto; "
        "iban; 对方账号; 对方账户"
    ),
    "account": (
        "account; account number; account no; iban auftraggeberkonto; auftraggeberkonto; "
        "account name; iban bban; rekeningnummer; rekening; auftragskonto; iban auftragskonto; "
        "bezeichnung auftragskonto; konto; kontonummer; cislo uctu; ucet; szamlaszam; szamla; "
        "compte; cuenta; conto; numero compte; numero de compte; eigene iban; own account; "
        "card number; cardnumber; kontonr; iban; rachunek; from account; numer rachunku; "
        "kontobezeichnung; source account"
    ),
    "currency": (
        "currency; account currency; transaction currency; currency code; wahrung; "
        "kontowahrung; buchungswahrung; munt; muntsoort; devizanem; tranzakcio devizaneme; "
        "devise; moneda; divisa; waluta; mena; mena uctu; valuta; valutakod; ccy; valuuta; "
        "monnaie; moeda; curr; whg; wahrungscode; para birimi; 通貨; waluta operacji; "
        "valuta transakce; валюта; valiuta; валюта счета; валюта операции; originalwahrung; "
        "币种; 币别"
    ),
    "category": (
        "category; kategorie; categorie; categoria; kategoria; kategori; main category; "
        "категория; categorie operation; 交易分类"
    ),
    "state": (
        "status; state; transaction status; transactie status; buchungsstatus; umsatzstatus; "
        "stav; estado; etat; stato; allapot; tila; booking status; cleared; статус; 交易状态; "
        "当前状态; info; umsatzart status"
    ),
    "text": (
        "payee; merchant; merchant name; handelaar; name; counterparty; counterparty name; "
        "beneficiary; beneficiary name; beneficiaire; benefactor; auftraggeber; empfanger; "
        "begunstigter; begunstigter zahlungspflichtiger; beguenstigter zahlungspflichtiger; "
        "beguenstigter; auftraggeber empfanger; auftraggeber begunstigter; "
        "empfanger auftraggeber; zahlungsbeteiligter; name zahlungsbeteiligter; "
        "zahlungsempfanger; zahlungsempfangerin; zahlungspflichtige r; zahlungspflichtiger; "
        "zahlungsempfanger in; partner; partnername; partner name; partner neve; naam; "
        "naam tegenpartij; naam omschrijving; tegenpartij; contrepartie; nom contrepartie; "
        "nazev protiuctu; nazev protistrany; protistrana; nadawca odbiorca; kontrahent; "
        "dane kontrahenta; mottaker; modtager; mottagare; afsender; recipient; sender; "
        "recipient name; to; from; saaja; saaja maksaja; beneficiario; ordenante; remitente; "
        "description; transaction description; details; transaction details; memo; note; notes; "
        "narrative; narration; particulars; remarks; remark; verwendungszweck; vwz; "
        "buchungstext; buchungs details; buchungsdetails; buchungsinformationen; umsatztext; "
        "text; tekst; betreff; beschreibung; bezeichnung; zahlungsgrund; zahlungsreferenz; "
        "transaktionsbeschreibung; transaktionsbeschreibung zusatz; avisierungstext; "
        "omschrijving; omschrijving 1; omschrijving 2; omschrijving 3; mededeling; "
        "mededelingen; vrije mededeling; gestructureerde mededeling; communication; "
        "communications; libelle; libelle simplifie; libelle operation; detail; informations; "
        "motif; intitule; concepto; descripcion; observaciones; movimiento; "
        "beneficiario concepto; descrizione; descrizione operazione; descrizione estesa; "
        "causale; opis; opis operacji; tytul; tytulem; opis transakcji; popis; popis transakce; "
        "zprava; zprava pro prijemce; zprava pro platce; poznamka; kozlemeny; megjegyzes; "
        "aciklama; beskrivning; beskrivelse; meddelande; melding; forklaring; transaktion; "
        "transaktioner; selite; viesti; descricao; historico; referens; referenz; reference; "
        "message; original description; bank description; detaily; purpose; payment reference; "
        "payment purpose; uzenet; reszletek; transaction; movement; comment; kommentar; ucel; "
        "narration 1; label; tx description; memo description; 摘要; 내용; описание операции; "
        "описание; назначение платежа; контрагент; gavejas; moketojas; moketojas gavejas; "
        "paaiskinimai; paskirtis; sanemejs; sanemejs maksatajs; detalas; maksajuma merkis; "
        "selgitus; saaja maksja nimi; saaja maksja; texte; texte comptable; "
        "texte de comptabilisation; explanation; details of payment; booking text; "
        "booking details; denumire; detalii tranzactie; תיאור; naam tegenrekening; "
        "omschrijving transactie; trn description; aciklamalar; islem; islem aciklamasi; "
        "payer name; payee name; 交易对方; 商品说明; 商品; 备注; 附言; 对方户名; 摘要 内容; "
        "お取り扱い内容; 内容; 利用店名; 利用店名 商品名; 入出金先内容; 적요; 거래내용; title; "
        "tytul operacji"
    ),
}  # fmt: skip
# A column whose name has one of these is not what the rest of its name says.
OTHERS = (
    "original", "originalbetrag", "originalwahrung", "foreign", "oorspr", "oorspronkelijk",
    "puvodni", "ursprung", "fremdwahrung", "fee", "fees", "poplatek", "tax", "available",
    "disponible", "verfugbar", "rate", "kurs", "umrechnungskurs", "koers", "batch", "exchange",
    "converted", "local", "merchant id", "tip", "vat", "gebuhr", "code", "bic", "swift",
    "statement", "beginning", "ending", "budget", "limit", "cashback", "fx", "bank", "initial",
    "final",
)  # fmt: skip
PENDING = (
    "pending", "vorgemerkt", "ausstehend", "en attente", "attente", "pendiente", "in behandeling",
    "gereserveerd", "reserverat", "reservert", "reserveret", "rezervace", "blokada", "authorised",
    "authorized", "authorisation", "authorization", "hold", "on hold", "processing", "offen",
    "open", "unbooked", "in attesa", "not booked", "in progress", "beklemede", "reservation",
    "zablokowana", "venter", "afventer", "vantande", "odottaa", "oczekujaca", "nezauctovano",
    "cekajici", "处理中", "等待付款",
)  # fmt: skip
NEVER_BOOKED = (
    "failed", "declined", "reverted", "cancelled", "canceled", "rejected", "denied", "voided",
    "void", "abgelehnt", "storniert", "refuse", "annule", "rechazado", "anulado", "refused",
    "expired", "removed", "error", "geweigerd", "geannuleerd", "odmitnuta", "zrusena", "交易关闭",
)  # fmt: skip
# What the payment of a card's bill is called, on the card's own statement.
PAID = re.compile(
    r"payment.*(?:received|thank)|thank you|auto ?pay|paiement.*recu|zahlung.*(?:dank|erhalten)"
    r"|(?:pagamento|pago) recebido|pago recibido|payment - web"
)
# In pairs: what came in, what went out.
WAYS = (
    ("credit", "debit"), ("cr", "dr"), ("c", "d"), ("credit", "debet"), ("kredit", "debet"),
    ("cr", "db"), ("crdt", "dbit"), ("in", "out"), ("i", "o"), ("inflow", "outflow"),
    ("bij", "af"), ("h", "s"), ("haben", "soll"), ("gutschrift", "belastung"),
    ("gutschrift", "lastschrift"), ("income", "expense"), ("income", "expenses"),
    ("deposit", "withdrawal"), ("+", "-"), ("bevetel", "kiadas"), ("jovairas", "terheles"),
    ("eingang", "ausgang"), ("plus", "minus"), ("entrata", "uscita"), ("ingreso", "gasto"),
    ("abono", "cargo"), ("haber", "debe"), ("avere", "dare"), ("credito", "debito"),
    ("uznanie", "obciazenie"), ("prijem", "vydaj"), ("incoming", "outgoing"), ("received", "sent"),
    ("credit", "d"), ("k", "d"), ("ha", "so"), ("einnahme", "ausgabe"),
    ("收入", "支出"), ("payment", "purchase"), ("payment", "sale"),
    ("creditering", "debitering"), ("paid in", "paid out"),
)  # fmt: skip
# Beside which the booked balance at the end stands, above the rows.
CLOSING = (
    "ledger balance", "closing balance", "current balance", "account balance", "kontostand",
    "neuer kontostand", "endsaldo", "saldo", "solde", "solde comptable", "eindsaldo", "balance",
    "saldo contable", "saldo contabile", "saldo koncowe", "konecny zustatek",
)  # fmt: skip


@lru_cache(maxsize=4096)
def name_words(name: str) -> str:
    """A column's name as its words are looked up.

    >>> name_words("Amount (EUR)"), name_words("Af/Bij"), name_words("Saldo na trn")
    ('amount', 'af bij', 'saldo na trn')
    """
    plain = re.sub(r"[([]?\b(?:in )?[A-Z]{3}\b[)\]]?$", "", name.strip()) or name
    return re.sub(r"[\W_]+", " ", without_accents(plain)).strip()


@lru_cache(maxsize=4096)
def name_fits(name: str, kind: str) -> int:
    """How well a column's name fits a kind of column: 0 is not at all, the surest word the most."""
    words = name_words(name)
    if not words:
        return 0
    known = [one.strip() for one in NAMES[kind].split(";")]
    if words in known:
        return 1000 - known.index(words)
    if any(f" {other} " in f" {words} " for other in OTHERS):
        return 0
    best = 0
    for place, one in enumerate(known):
        if len(one) >= 3 and (words.startswith(f"{one} ") or words.endswith(f" {one}")):
            best = max(best, 400 - place)
        elif len(one) >= 4 and f" {one} " in f" {words} ":
            best = max(best, 200 - place)
    return max(best, 0)


def known_names(cells: list[str]) -> int:
    """How many cells of a line may be the name of a column."""
    return sum(any(name_fits(cell, kind) for kind in NAMES) for cell in cells if cell.strip())


def ways_of(words: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Words of a flag column: those for money in, those for money out, and all others.

    >>> ways_of(["O", "I", "EUR"]), ways_of(["D", "C"])
    ((['I'], ['O'], ['EUR']), (['C'], ['D'], []))
    """
    plain = {word: without_accents(word.strip()) for word in words}
    best: tuple[list[str], list[str], list[str]] = ([], [], list(words))
    for came, went in WAYS:
        found = (
            [word for word in words if plain[word] == came],
            [word for word in words if plain[word] == went],
            [word for word in words if plain[word] not in (came, went)],
        )
        if len(found[2]) < len(best[2]):
            best = found
    return best


def says_pending(word: str) -> bool:
    """Whether a word says that a row is not booked yet.

    >>> says_pending("Pending"), says_pending("Umsatz vorgemerkt"), says_pending("Umsatz gebucht")
    (True, True, False)
    """
    plain = without_accents(word.strip())
    return plain in PENDING or plain.endswith((" vorgemerkt", " pending"))


def counterpart(words: list[str]) -> list[str]:
    """What stands for the other way, where only one was seen.

    >>> counterpart(["D"]), counterpart(["haben"]), counterpart([])
    (['C'], ['soll'], [])
    """
    for word in words:
        plain = without_accents(word.strip())
        for came, went in WAYS:
            if plain in (came, went):
                other = went if plain == came else came
                return [other.upper() if word.isupper() else other]
    return []
