//! Lists as users have them, with the correct result for the command and the API. openpyxl, `XlsxWriter`, xlwt and
//! odfpy wrote the workbooks in `tests/lists`; `books` builds the others.

use super::{book_examples, books};

/// The correct result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Right {
    /// Exactly these ids, without a fault.
    Ids(Vec<u32>),
    /// No ids until a column is named.
    Ask,
    /// No ids; the answer names this row and this reason.
    Refuse(u64, &'static str),
    /// It is not a list, for this reason.
    Unreadable(&'static str),
}

/// A file or a text.
pub(super) struct Example {
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    pub(super) right: Right,
}

fn ids(numbers: &[u32]) -> Right {
    Right::Ids(numbers.to_vec())
}

fn example(name: impl Into<String>, bytes: impl Into<Vec<u8>>, right: Right) -> Example {
    Example { name: name.into(), bytes: bytes.into(), right }
}

/// All examples.
pub(super) fn all() -> Vec<Example> {
    texts().chain(code_pages()).chain(numbers()).chain(forms()).chain(tables()).chain(files()).collect()
}

/// An example whose name is its text.
fn named((text, right): (&str, Right)) -> Example {
    example(text, text, right)
}

fn texts() -> impl Iterator<Item = Example> {
    [
        ("1001\n1002\n1001\n", ids(&[1001, 1002])),
        ("1001, 1002, 1003", ids(&[1001, 1002, 1003])),
        ("1001,1002,1003", ids(&[1001, 1002, 1003])),
        ("1001 1002", ids(&[1001, 1002])),
        ("1001;1002\t1003|1004", ids(&[1001, 1002, 1003, 1004])),
        ("1001,\n1002,\n1003,\n", ids(&[1001, 1002, 1003])),
        (";1001\n;1002\n", ids(&[1001, 1002])),
        ("ID\r1001\r1002\r", ids(&[1001, 1002])),
        ("  1001\u{a0}\r\n\r\n\u{200b}1002\r\n", ids(&[1001, 1002])),
        ("\"1001\"\n\"1002\"\n", ids(&[1001, 1002])),
        ("ID\n1001\n1002", ids(&[1001, 1002])),
        ("Contact ID\n1001\n1002", ids(&[1001, 1002])),
        ("Contact ID\n1001 1002\n1003 1004", Right::Refuse(2, "several")),
        ("ID\n1001, 1002", Right::Refuse(2, "several")),
        ("1001-1010\n", Right::Refuse(1, "range")),
        ("1001 – 1010\n", Right::Refuse(1, "range")),
        ("", Right::Unreadable("empty")),
        (" \n\t\r\n", Right::Unreadable("empty")),
        (";;\n,\n", Right::Unreadable("empty")),
        ("\u{feff}", Right::Unreadable("empty")),
        ("1001\nsix\n", Right::Refuse(2, "not_an_id")),
        ("x12\n13\n", Right::Refuse(1, "not_an_id")),
        ("1001\n\"1002\n1003\n", Right::Refuse(2, "unclosed_quote")),
        ("4294967295", ids(&[4_294_967_295])),
        ("4294967296\n", Right::Refuse(1, "too_large")),
        ("99999999999\n", Right::Refuse(1, "too_large")),
        ("79000000001\n", Right::Refuse(1, "too_large")),
        ("+79000000001\n", Right::Refuse(1, "sign_or_zeros")),
        ("0\n", Right::Refuse(1, "not_positive")),
        ("-5\n", Right::Refuse(1, "not_positive")),
        ("007\n", Right::Refuse(1, "sign_or_zeros")),
        ("1001\n1002\nx\ny\nz\n", Right::Refuse(3, "not_an_id")),
    ]
    .into_iter()
    .map(named)
}

fn code_pages() -> impl Iterator<Item = Example> {
    let export = "\"ID\";\"Имя\"\r\n\"1001\";\"Ева\"\r\n\"1002\";\"Ян\"\r\n";
    let wide = |text: &str, little: bool| -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
            .collect()
    };
    let single = |page: &'static encoding_rs::Encoding, text: &str| page.encode(text).0.into_owned();
    let table = "ID\tName\n1001\tEva\n";
    let marked = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
    [
        example("an export with mark", format!("\u{feff}{export}"), ids(&[1001, 1002])),
        example("an export in Windows-1251", single(encoding_rs::WINDOWS_1251, export), ids(&[1001, 1002])),
        example("ИД in Windows-1251", single(encoding_rs::WINDOWS_1251, "ИД;Имя\n1001;Ева\n"), ids(&[1001])),
        example("ИД in code page 866", single(encoding_rs::IBM866, "ИД;Имя\n1001;Ева\n"), ids(&[1001])),
        example(
            "Windows-1252",
            single(encoding_rs::WINDOWS_1252, "Téléphone;Identifiant\n5;1001\n"),
            ids(&[1001]),
        ),
        example(
            "a no-break space in Windows-1251",
            b"12\xa0345\r\n".to_vec(),
            Right::Refuse(1, "formatted_number"),
        ),
        example("UTF-16LE with mark", marked(b"\xff\xfe", wide(table, true)), ids(&[1001])),
        example("UTF-16BE with mark", marked(b"\xfe\xff", wide(table, false)), ids(&[1001])),
        example("UTF-16LE without mark", wide("ИД\tИмя\n1001\tЕва\n", true), ids(&[1001])),
        example("UTF-16BE without mark", wide(table, false), ids(&[1001])),
    ]
    .into_iter()
}

fn numbers() -> impl Iterator<Item = Example> {
    let formatted = [
        "12\u{a0}345",
        "12\u{202f}345",
        "12\u{2009}345",
        "12 345",
        "12,345",
        "12.345",
        "12'345",
        "12\u{2019}345",
        "1,234,567",
        "12.0",
        "1,01E+05",
        "1.01E+05",
        "100 200 300",
        "12,0",
    ];
    let refused =
        |name: String, text: String, row| example(name, text, Right::Refuse(row, "formatted_number"));
    formatted.into_iter().flat_map(move |number| {
        [
            refused(format!("{number:?} alone"), number.to_owned(), 1),
            refused(format!("{number:?} in two lines"), format!("{number}\n{number}\n"), 1),
            refused(format!("{number:?} under a heading"), format!("ID\n{number}\n"), 2),
            refused(format!("{number:?} in a table"), format!("ID;Name\n{number};Eva\n"), 2),
            refused(format!("{number:?} quoted"), format!("Name,ID\nEva,\"{number}\"\n"), 2),
        ]
    })
}

fn forms() -> impl Iterator<Item = Example> {
    [
        ("C_1001\nC_1002\n", ids(&[1001, 1002])),
        ("CONTACT_1001\n", ids(&[1001])),
        ("ID;Name\nC_1001;Eva\n", ids(&[1001])),
        ("https://example.bitrix24.com/crm/contact/details/1001/\n", ids(&[1001])),
        (
            "https://a.ru/crm/contact/details/1001/\nhttps://a.ru/crm/contact/details/1002/?x=1\n",
            ids(&[1001, 1002]),
        ),
        ("C_1001\nCO_12\nD_13\n", Right::Refuse(2, "company")),
        ("C_1001\nC_1002\nC_1003\nL_12\n", Right::Refuse(4, "lead")),
        ("https://example.bitrix24.com/crm/company/details/1001/\n", Right::Refuse(1, "company")),
        ("https://example.bitrix24.com/crm/deal/details/1001/\n", Right::Refuse(1, "deal")),
        ("1001\n1002\nC_1003\n", Right::Refuse(3, "mixed_form")),
        ("T80_5\n", Right::Refuse(1, "other_item")),
    ]
    .into_iter()
    .map(named)
}

fn tables() -> impl Iterator<Item = Example> {
    [
        ("Имя;ID;Телефон\nЕва;1001;+79000000001\n", ids(&[1001])),
        ("Company ID;ID;Name\n7;1001;Eva\n", ids(&[1001])),
        ("Deal ID;Contact ID\n12;1001\n", ids(&[1001])),
        ("No;ID;Name\n1;1001;Eva\n", ids(&[1001])),
        ("No|Kontakt-ID|Name\n1|1001|Eva\n", ids(&[1001])),
        ("ID Name\n1001 Eva\n1002 Ann\n", Right::Ask),
        ("Deal ID Name\n12 7 Eva\n13 8 Ann\n", Right::Ask),
        ("No,Contact\n1,1001\n2,1002\n", Right::Ask),
        ("ID;Contact ID\n12;1001\n", Right::Ask),
        ("ID;ID\n12;1001\n", Right::Ask),
        ("1001;7\n1002;7\n1003;9\n", Right::Ask),
        ("1001,7\n1002,7\n1003,9\n", Right::Ask),
        ("1001\t7\n1002\t7\n", Right::Ask),
        ("1001 7\n1002 7\n", Right::Ask),
        ("Name\nEva\nAnn\n", Right::Ask),
        ("Eva;1001\nAnn;1002\n", Right::Ask),
        ("sep=;\nID;Name\n1001;Eva\n", ids(&[1001])),
        ("sep=,\r\nName,ID\r\nEva,1001\r\n", ids(&[1001])),
        ("\n;\nID;Name\n;\n1001;Eva\n;\n\n", ids(&[1001])),
        ("Contacts\n\nID;Name\n1001;Eva\n", ids(&[1001])),
        ("Address,ID\n\"Main St, 12, Springfield\",1001\n", ids(&[1001])),
        ("ID;Comment\n1001;\"called\n12;wrong number\"\n1002;ok\n", ids(&[1001, 1002])),
        ("ID, Comment\n1001, \"called\n12, wrong\"\n1002, ok\n", ids(&[1001, 1002])),
        ("ID;Height\n1001;6\" tall\n1002;x\n", ids(&[1001, 1002])),
        ("ID;Name\n1001;\"say \"\"hi\"\"\"\n", ids(&[1001])),
        ("ID,Name\n1001,\"Eva\n1002,Ann\n", Right::Refuse(2, "unclosed_quote")),
        ("ID,Name\n1001,\"Eva\n1002,Ann\n1003,\"Zoe\"\n", Right::Refuse(2, "unclosed_quote")),
        ("ID,Name\n1001,Doe,Eva\n1002,Ann\n", Right::Refuse(2, "more_cells")),
        ("ID,Name\n12,345,Eva\n", Right::Refuse(2, "more_cells")),
        ("ID,Name\n1001,Eva\n,Ann\n", Right::Refuse(3, "empty")),
        ("ID\n1001;Eva\n", Right::Refuse(2, "not_an_id")),
        ("ID,Name\n1001,Eva,\n1002,Ann,,\n", ids(&[1001, 1002])),
        ("ID;Name\n", ids(&[])),
        ("contact_id,outcome,code,message,new_id,settled_at\n1001,restored,,,2001,\n", ids(&[1001])),
        ("\u{feff}ID;NAME;COMPANY_ID;ASSIGNED_BY_ID;LEAD_ID\n1001;Eva;7;1;3\n", ids(&[1001])),
    ]
    .into_iter()
    .map(named)
}

fn files() -> impl Iterator<Item = Example> {
    let portal = "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head><meta http-equiv=\"Content-Type\" \
        content=\"text/html; charset=UTF-8\"></head><body><table border=\"1\"><thead><tr><th>ID</th><th>Имя</th></tr>\
        </thead><tbody><tr><td>1001</td><td>Ева</td></tr><tr><td>1002</td><td>Ян</td></tr></tbody></table></body></html>";
    let many: Vec<u32> = (5_001..=5_400).collect();
    let of = |name: &'static str, bytes: &[u8], right| example(name, bytes, right);
    [
        of("the portal's export", portal.as_bytes(), ids(&[1001, 1002])),
        of("a page without a table", b"<html><body>1001</body></html>", Right::Unreadable("markup")),
        of("XML", b"<?xml version=\"1.0\"?><ids><id>1001</id></ids>", Right::Unreadable("markup")),
        of("JSON", b"[1001, 1002]", Right::Unreadable("markup")),
        of("numbers.xlsx", include_bytes!("../../lists/numbers.xlsx"), ids(&[1001, 1002])),
        of("texts.xlsx", include_bytes!("../../lists/texts.xlsx"), ids(&[1001, 1002, 1003])),
        of("two-sheets.xlsx", include_bytes!("../../lists/two-sheets.xlsx"), Right::Ask),
        of("numbers.xls", include_bytes!("../../lists/numbers.xls"), ids(&[1001, 1002, 1003])),
        of("many.xls", include_bytes!("../../lists/many.xls"), ids(&many)),
        of("numbers.ods", include_bytes!("../../lists/numbers.ods"), ids(&[1001, 1002])),
        of("a PDF", b"%PDF-1.7\n1001\n", Right::Unreadable("pdf")),
        of("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Right::Unreadable("picture")),
        of("a program", b"\x7fELF\x02\x01\x01\0\0\0", Right::Unreadable("binary")),
        of("compressed", b"\x1f\x8b\x08\0\0", Right::Unreadable("archive")),
        example("an archive", books::packed(&[("ids.txt", b"1001")]), Right::Unreadable("archive")),
        example(
            "a document",
            books::packed(&[("word/document.xml", b"<w/>")]),
            Right::Unreadable("document"),
        ),
        example("half an archive", b"PK\x03\x04\x14\0".to_vec(), Right::Unreadable("broken_workbook")),
    ]
    .into_iter()
    .chain(book_examples::all())
}
