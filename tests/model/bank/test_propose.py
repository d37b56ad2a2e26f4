"""What is proposed for files that were never seen, and what is asked about them."""

from io import BytesIO

import pytest

from finally_cli.model.bank.csv_rows import read_csv
from finally_cli.model.bank.hints import Hints
from finally_cli.model.bank.layout import Layout, as_document, layout_of
from finally_cli.model.bank.propose import Proposal, propose_layout
from finally_cli.model.bank.rows import BadRow, BankRow
from finally_cli.model.errors import BadFile, BadUsage


def proposal(text: str | bytes, **hints: str) -> Proposal:
    said = Hints()
    for kind, value in hints.items():
        said = said.and_also(kind, value)
    return propose_layout(BytesIO(text.encode() if isinstance(text, str) else text), said)


def decided(text: str | bytes, **hints: str) -> Layout:
    layout = proposal(text, **hints).decided()
    assert layout_of(as_document(layout)) == layout
    return layout


def amounts(text: str, **hints: str) -> list[str]:
    """Each row's day and amount as they are read by what is proposed."""
    said = read_csv(BytesIO(text.encode()), decided(text, **hints))
    return [f"{row.day} {row.amount}" for row in said if isinstance(row, BankRow)]


def questions(text: str | bytes, **hints: str) -> list[str]:
    return [question.name for question in proposal(text, **hints).questions]


ROWS = "Date,Description,Amount\n13/04/2026,Coffee,-2.50\n14/04/2026,Pay,100.00\n"


def test_what_a_file_says_is_not_asked() -> None:
    layout = decided(ROWS)
    assert (layout.dates, layout.decimal, layout.sign) == ("dmy", ".", "as-is")
    assert (layout.columns.day, layout.columns.text) == (("Date",), ("Description",))


def test_a_day_of_two_readings_is_asked_about_and_said_by_its_option() -> None:
    text = ROWS.replace("13/", "03/").replace("14/", "04/")
    [question] = proposal(text).questions
    assert question.text == '"03/04/2026" may be 2026-04-03 or 2026-03-04'
    assert question.option == "--dates dmy or --dates mdy"
    assert amounts(text, dates="mdy")[0] == "2026-03-04 -2.50"
    with pytest.raises(BadFile) as refused:
        proposal(text).decided()
    assert refused.value.exit_code == 7
    assert refused.value.code == "LAYOUT_UNDECIDED"


def test_an_amount_of_two_readings_is_asked_about() -> None:
    text = "Date;Description;Amount\n13/04/2026;Coffee;-1.234\n"
    [question] = proposal(text).questions
    assert question.text == '"1.234" may be 1.234 or 1234'
    assert amounts(text, decimal=",") == ["2026-04-13 -1234"]
    assert amounts(text, decimal=".") == ["2026-04-13 -1.234"]


def test_a_value_day_decides_the_order_of_both() -> None:
    text = "Date,Value date,Text,Amount\n03/04/2026,13/04/2026,x,-1.50\n"
    assert amounts(text) == ["2026-04-03 -1.50"]


def test_amounts_that_are_all_above_zero_are_asked_about() -> None:
    text = ROWS.replace("-", "")
    [question] = proposal(text).questions
    assert [choice.value for choice in question.choices] == ["as-is", "spending-positive"]
    assert amounts(text, sign="spending-positive") == ["2026-04-13 -2.50", "2026-04-14 -100.00"]


def test_a_card_whose_bill_is_paid_below_zero_is_asked_about() -> None:
    text = "Date,Description,Amount\n13/04/2026,Shop,5.00\n14/04/2026,PAYMENT - THANK YOU,-5.00\n"
    assert questions(text) == ["sign"]


def test_balances_say_what_an_amount_without_a_sign_means() -> None:
    """100 - 5 = 95, 95 - 20 = 75, 75 - 1 = 74."""
    text = (
        "Date,Text,Amount,Balance\n13/04/2026,x,5.00,95.00\n14/04/2026,y,20.00,75.00\n"
        "15/04/2026,z,1.00,74.00\n"
    )
    assert decided(text).sign == "spending-positive"


def test_words_may_say_the_opposite_of_signs() -> None:
    text = "13/04/2026,DEBIT,SHOP,5.00\n14/04/2026,CREDIT,BACK,-2.00\n15/04/2026,DEBIT,SHOP,6.00\n"
    assert decided(text).sign == "spending-positive"


def test_a_bad_amount_among_few_leaves_its_column_one_of_amounts() -> None:
    text = ROWS + "15/04/2026,x,abc\n"
    said = list(read_csv(BytesIO(text.encode()), decided(text)))
    assert [row.line for row in said if isinstance(row, BadRow)] == [4]


def test_a_day_that_is_none_leaves_its_column_one_of_days() -> None:
    text = "Date,Text,Amount\n31/02/2026,a,-1.00\n13/04/2026,b,-2.00\n"
    said = list(read_csv(BytesIO(text.encode()), decided(text)))
    assert [(row.line, row.reason) for row in said if isinstance(row, BadRow)] == [
        (2, 'there is no day "31/02/2026"')
    ]


def test_a_cell_of_many_letters_costs_no_more_than_its_length() -> None:
    """A pattern that tries each way to part them would not come back."""
    text = ROWS + f"15/04/2026,{'Coffee ' * 10_000},-1.00\n16/04/2026,x,{'y' * 50_000}\n"
    said = list(read_csv(BytesIO(text.encode()), decided(text)))
    assert [type(row).__name__ for row in said][-2:] == ["BankRow", "BadRow"]


def test_words_that_are_not_known_are_asked_about() -> None:
    text = "Date,Text,Amount,Type\n13/04/2026,a,1.50,Foo\n14/04/2026,b,2.00,Bar\n"
    [question] = proposal(text).questions
    assert question.option == "--words in=Bar,out=Foo or --words in=Foo,out=Bar"
    assert amounts(text, words="in=Bar,out=Foo") == ["2026-04-13 -1.50", "2026-04-14 2.00"]


def test_letters_that_differ_are_asked_about_and_said_by_an_encoding() -> None:
    data = "Datum;Popis;Částka\n13.4.2026;Číslo;-1,50\n".encode("cp1250")
    [question] = proposal(data).questions
    assert question.name == "encoding"
    assert "Číslo" in question.text
    assert decided(data, encoding="windows-1250").header[2] == "Částka"


def test_a_file_without_a_header_is_read_by_numbers() -> None:
    layout = decided("13.04.2026;Kaffee;-2,50\n14.04.2026;Lohn;1.000,00\n")
    assert (layout.header, layout.columns.day, layout.columns.amount) == ((), (1,), 3)
    assert layout.columns.text == (2,)


def test_balances_tell_money_in_from_money_out_where_no_name_does() -> None:
    """20 - 5 = 15, 15 + 7 = 22, 22 - 1 = 21."""
    text = "13.04.2026;a;5,00;;15,00\n14.04.2026;b;;7,00;22,00\n15.04.2026;c;1,00;;21,00\n"
    columns = decided(text).columns
    assert (columns.money_out, columns.money_in, columns.balance) == (3, 4, 5)


def test_columns_can_be_said_by_name_and_by_number_and_taken_away() -> None:
    columns = decided(
        "Date,Name,Memo,Amount\n13/04/2026,a,b,-1.50\n", columns="text=3,day=date"
    ).columns
    assert (columns.day, columns.text) == (("Date",), ("Memo",))
    text = "Date,Name,Amount,Balance\n13/04/2026,a,-1.50,7.00\n"
    assert decided(text, columns="balance=none").columns.balance is None


def test_rows_that_leave_their_last_cells_out_are_read() -> None:
    text = "Date,Text,Amount,Note\n13/04/2026,a,-1.50\n14/04/2026,b,2.00,c\n15/04/2026,d,3.00\n"
    assert decided(text).short_rows
    assert amounts(text) == ["2026-04-13 -1.50", "2026-04-14 2.00", "2026-04-15 3.00"]


def test_rows_that_say_the_parts_of_another_one_are_none() -> None:
    text = "Date,Text,Part,Debit,Credit\n13/04/2026,all,,5.00,\n13/04/2026,some,2.00,,\n"
    text += "13/04/2026,rest,3.00,,\n14/04/2026,pay,,,9.00\n"
    assert amounts(text) == ["2026-04-13 -5.00", "2026-04-14 9.00"]


def test_the_year_of_two_digits_is_the_number_that_changes_less() -> None:
    assert amounts("Date,Text,Amount\n13/04/26,a,-1.50\n14/04/26,b,2.00\n") == [
        "2026-04-13 -1.50",
        "2026-04-14 2.00",
    ]
    assert amounts("Date,Text,Amount\n26/04/13,a,-1.50\n26/04/14,b,2.00\n") == [
        "2026-04-13 -1.50",
        "2026-04-14 2.00",
    ]
    assert questions("Date,Text,Amount\n13/04/26,a,-1.50\n") == ["dates"]


def test_a_line_above_the_rows_of_a_file_without_a_header_is_no_row() -> None:
    text = "Compte;****1234;15/04/2026;;1 115,00\n13/04/2026;CB;SHOP;;-5,50\n"
    text += "14/04/2026;VIR;ACME;;9,00\n"
    assert amounts(text) == ["2026-04-13 -5.50", "2026-04-14 9.00"]


def test_both_of_two_columns_may_have_the_sign_of_a_card() -> None:
    text = "Status,Date,Description,Debit,Credit\nCleared,04/13/2026,SHOP,5.00,\n"
    text += "Cleared,04/15/2026,PAID,,-50.00\nPending,04/16/2026,SHOP,6.00,\n"
    assert amounts(text) == ["2026-04-13 -5.00", "2026-04-15 50.00", "2026-04-16 -6.00"]
    said = read_csv(BytesIO(text.encode()), decided(text))
    assert [row.pending for row in said if isinstance(row, BankRow)] == [False, False, True]


def test_of_a_start_an_end_and_an_amount_the_one_with_signs_is_the_amount() -> None:
    text = (
        "1\tEUR\t20260413\t100,00\t94,50\t-5,50\tSHOP\n1\tEUR\t20260414\t94,50\t99,50\t5,00\tPAY\n"
    )
    assert amounts(text) == ["2026-04-13 -5.50", "2026-04-14 5.00"]


def test_accounts_without_a_name_are_the_own_one_or_the_others() -> None:
    text = "".join(
        f"{n}-04-2026,NL12ABNA0123456789,NL0{n - 13}RABO0123456789,Jo,-{n}.50\n"
        for n in (13, 14, 15)
    )
    columns = decided(text).columns
    assert (columns.account, columns.counter_account, columns.text) == (2, 3, (4,))


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        ("columns", "dya=1", "says of no column what it is"),
        ("columns", "day=Nothing", 'no column "Nothing"'),
        ("words", "up=CR", "says of no word what it means"),
        ("dates", "dym", "nothing for --dates"),
        ("decimal", ";", "nothing for --decimal"),
        ("sign", "minus", "nothing for --sign"),
        ("encoding", "cp12", 'no encoding "cp12"'),
        ("delimiter", "ab", "is not a delimiter"),
    ],
)
def test_a_hint_that_means_nothing_is_refused(kind: str, text: str, message: str) -> None:
    with pytest.raises(BadUsage) as refused:
        proposal(ROWS, **{kind: text})
    assert message in refused.value.message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("a picture\nof nothing\n", "no line of the file has a day and an amount"),
        ("Date,Description,Amount\n", "no row below them"),
    ],
)
def test_what_is_no_file_of_rows_is_refused(text: str, message: str) -> None:
    with pytest.raises(BadFile) as refused:
        proposal(text)
    assert message in refused.value.message


# Files of programs and banks, each with its own names and two rows or so.
FILES = {
    "Mint": (
        '"Date","Description","Original Description","Amount","Transaction Type","Category",'
        '"Account Name","Labels","Notes"\n'
        '"4/13/2026","Cafe","CAFE 1","5.02","debit","Coffee","Card","",""\n'
        '"4/14/2026","Pay","ACME","100.00","credit","Paycheck","Card","",""\n',
        ["2026-04-13 -5.02", "2026-04-14 100.00"],
    ),
    "YNAB": (
        '"Account","Flag","Date","Payee","Category Group/Category","Category Group","Category",'
        '"Memo","Outflow","Inflow","Cleared"\n'
        '"Bank","","04/13/2026","Starting Balance","","","","","$0.00","$1,000.00","Reconciled"\n'
        '"Bank","","04/14/2026","Shop","Food: Out","Food","Out","",$5.50,$0.00,"Cleared"\n',
        ["2026-04-13 1000.00", "2026-04-14 -5.50"],
    ),
    "Monefy": (
        "date,account,category,amount,currency,converted amount,currency,description\n"
        "13/04/2026,Cash,Food,-20.5,EUR,-20.5,EUR,Lunch\n",
        ["2026-04-13 -20.5"],
    ),
    "Actual": (
        "Account,Date,Payee,Notes,Category,Amount,Cleared\n"
        "Bank,2026-04-13,Shop,,Food,-55.10,Cleared\nBank,2026-04-14,Pay,,Salary,1000,Cleared\n",
        ["2026-04-13 -55.10", "2026-04-14 1000"],
    ),
    "Firefly III": (
        "user_id,group_id,journal_id,type,amount,currency_code,description,date,source_name,"
        "destination_name,category\n"
        "1,1,7,Withdrawal,'-12.500000000000,EUR,Shop,2026-04-13T00:00:00+02:00,Bank,Shop,Food\n"
        "1,1,8,Deposit,100,EUR,Pay,2026-04-14T00:00:00+02:00,Acme,Bank,\n"
        "1,1,9,Transfer,30,EUR,Save,2026-04-14T00:00:00+02:00,Bank,Savings,\n",
        ["2026-04-13 -12.5000", "2026-04-14 100"],
    ),
    "PayPal": (
        '"Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee","Net",'
        '"From Email Address","Transaction ID"\n'
        '"13/04/2026","10:00:00","CET","Jo","Payment","Completed","EUR","1.250,00","-43,40",'
        '"1.206,60","a@b","1AB"\n'
        '"14/04/2026","10:00:00","CET","Al","Payment","Denied","EUR","5,00","0,00","5,00","c@d","2"\n',
        ["2026-04-13 1206.60"],
    ),
    "Venmo": (
        "Account Statement - (@me) ,,,,,,,,,,,\nAccount Activity,,,,,,,,,,,\n"
        ",ID,Datetime,Type,Status,Note,From,To,Amount (total),Amount (fee),Funding Source,"
        "Ending Balance\n,,,,,,,,,,,\n"
        ",11,2026-04-13T10:00:00,Payment,Complete,Rent,Me,You,- $220.00,,,\n"
        ',12,2026-04-14T10:00:00,Payment,Complete,Food,You,Me,"+ $1,020.00",,,\n'
        ",,,,,,,,,,,$800.00\n",
        ["2026-04-13 -220.00", "2026-04-14 1020.00"],
    ),
    "Revolut": (
        "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance\n"
        "EXCHANGE,Current,2026-04-13 08:00:00,2026-04-13 08:00:01,To USD,-500.00,4.25,EUR,"
        "COMPLETED,495.75\n"
        "CARD,Current,2026-04-14 08:00:00,,Shop,-9.00,0.00,EUR,PENDING,\n"
        "CARD,Current,2026-04-14 09:00:00,2026-04-14 09:00:00,Shop,-1.00,0.00,EUR,REVERTED,\n",
        ["2026-04-13 -504.25", "2026-04-14 -9.00"],  # the second is pending
    ),
    "a French bank": (
        "Date;Libellé;Débit euros;Crédit euros\n13/04/2026;CARTE CAFE;2,50;\n"
        "14/04/2026;VIREMENT;;1\u202f200,00\n",
        ["2026-04-13 -2.50", "2026-04-14 1200.00"],
    ),
    "a German bank": (
        '"Kontonummer:";"DE00123 / Girokonto";\n\n"Kontostand vom 15.04.2026:";"1.234,56 EUR";\n\n'
        '"Buchungstag";"Wertstellung";"Buchungstext";"Auftraggeber / Begünstigter";'
        '"Verwendungszweck";"Kontonummer";"Betrag (EUR)";\n'
        '"13.04.2026";"13.04.2026";"Lastschrift";"Stadtwerke";"Strom";"DE11";"-80,00";\n',
        ["2026-04-13 -80.00"],
    ),
    "a Dutch bank": (
        '"Datum","Naam / Omschrijving","Rekening","Tegenrekening","Code","Af Bij","Bedrag (EUR)",'
        '"Mutatiesoort","Mededelingen"\n'
        '"20260413","Winkel","NL00INGB1","","BA","Af","12,34","Betaalautomaat","Pas 1"\n'
        '"20260414","Werk","NL00INGB1","NL1","OV","Bij","1000,00","Overschrijving","Loon"\n',
        ["2026-04-13 -12.34", "2026-04-14 1000.00"],
    ),
    "a Polish bank": (
        "Data operacji;Opis operacji;Kwota;Saldo po operacji\n"
        "2026-04-13;Sklep;-1 012,50 PLN;2 000,00 PLN\n",
        ["2026-04-13 -1012.50"],
    ),
    "a Spanish bank": (
        "F. Valor;Fecha;Concepto;Importe;Saldo\n13/04/2026;13/04/2026;Compra;-3,20;96,80\n",
        ["2026-04-13 -3.20"],
    ),
    "a Japanese bank": (
        "日付,摘要,金額,残高\n2026/04/13,コンビニ,-500,9500\n2026/04/14,給料,1000,10500\n",
        ["2026-04-13 -500", "2026-04-14 1000"],
    ),
    "a bank in India": (
        "Txn Date,Value Date,Description,Debit,Credit,Balance\n"
        '13-Apr-26,13-Apr-26,UPI SHOP,"1,23,456.00",,"2,00,000.00"\n'
        '14-Apr-26,14-Apr-26,NEFT,,50.00,"2,00,050.00"\n',
        ["2026-04-13 -123456.00", "2026-04-14 50.00"],
    ),
    "a bank in Brazil": (
        "Data,Histórico,Valor\n13/04/2026,Saldo Anterior,100.00\n13/04/2026,Mercado,-5.00\n",
        ["2026-04-13 -5.00"],
    ),
    "American Express": (
        "Date,Description,Card Member,Account #,Amount\n"
        "04/13/2026,SHOP A,J DOE,-1,5.00\n04/14/2026,SHOP B,J DOE,-1,6.00\n"
        "04/15/2026,AUTOPAY PAYMENT - THANK YOU,J DOE,-1,-11.00\n",
        ["2026-04-13 -5.00", "2026-04-14 -6.00", "2026-04-15 11.00"],
    ),
}  # fmt: skip
NEEDED = {"American Express": {"sign": "spending-positive"}}


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_a_program_or_a_bank_is_read_as_it_means(name: str) -> None:
    text, expected = FILES[name]
    assert amounts(text, **NEEDED.get(name, {})) == expected


@pytest.mark.parametrize("name", list(FILES)[:8])
def test_a_file_of_a_program_is_known_by_its_names(name: str) -> None:
    assert decided(FILES[name][0]).name == name
