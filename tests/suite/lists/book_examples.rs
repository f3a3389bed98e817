//! Workbooks that are built by these tests, and the correct result of each.

use super::books::{compound, label, number, ods, styled_ods, xls, xls_sheet, xlsx};
use super::examples::{Example, Right};

/// Rows of an XLSX sheet: a heading, and cells in its column.
fn column(heading: &str, cells: &str) -> String {
    format!("<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>{heading}</t></is></c></row>{cells}")
}

fn example(name: &str, bytes: Vec<u8>, right: Right) -> Example {
    Example { name: name.to_owned(), bytes, right }
}

/// Workbooks that spreadsheet programs show, and their correct results.
fn shown() -> Vec<Example> {
    let cell = |attributes: &str, value: &str| {
        column("ID", &format!("<row r=\"2\"><c r=\"A2\" {attributes}><v>{value}</v></c></row>"))
    };
    let ids = |numbers: &[u32]| Right::Ids(numbers.to_vec());
    let one = |rows: String| xlsx(&[("S", &rows)]);
    let plain = "<row><c><v>1001</v></c></row><row><c><v>1002</v></c></row>";
    let two = "<row><c><v>1001</v></c><c><v>7</v></c></row><row><c><v>1002</v></c></row>";
    let far = column(
        "ID",
        "<row r=\"1048576\"><c r=\"A1048576\"><v>1001</v></c><c r=\"XFD1048576\"><v>7</v></c></row>",
    );
    let table = |rows: &str| ods(&format!("<table:table table:name=\"S\">{rows}</table:table>"));
    let head = "<table:table-row><table:table-cell><text:p>ID</text:p></table:table-cell></table:table-row>";
    let ods_row = |attributes: &str, cell: &str| {
        format!("<table:table-row {attributes}><table:table-cell {cell}</table:table-cell></table:table-row>")
    };
    let repeated = ods_row(
        "table:number-rows-repeated=\"1000000\"",
        "office:value-type=\"float\" office:value=\"1001\">",
    );
    let date =
        ods_row("", "office:value-type=\"date\" office:date-value=\"2024-05-01\"><text:p>1001</text:p>");
    let noted =
        ods_row("", "><office:annotation><text:p>7</text:p></office:annotation><text:p>1001</text:p>");
    vec![
        example("a true number", one(cell("", "1001.0")), ids(&[1001])),
        example("a number with groups shown", one(cell("s=\"1\"", "12345")), ids(&[12_345])),
        example("a number with an exponent", one(cell("", "1.2345E4")), ids(&[12_345])),
        example("a date", one(cell("s=\"2\"", "45413")), Right::Refuse(2, "date")),
        example("a fraction", one(cell("", "12.5")), Right::Refuse(2, "fraction")),
        example("a formatted text", one(cell("t=\"str\"", "12 345")), Right::Refuse(2, "formatted_number")),
        example("a fault of a formula", one(cell("t=\"e\"", "#N/A")), Right::Refuse(2, "not_an_id")),
        example("a sheet of one column", one(plain.to_owned()), ids(&[1001, 1002])),
        example("a sheet of two columns", one(two.to_owned()), Right::Ask),
        example("a far cell", one(far), ids(&[1001])),
        example(
            "two sheets, one with ids",
            xlsx(&[("A", &cell("", "1001")), ("B", &column("Notes", ""))]),
            ids(&[1001]),
        ),
        example("two sheets with ids", xlsx(&[("A", &cell("", "1001")), ("B", plain)]), Right::Ask),
        example("an empty workbook", one(String::new()), Right::Unreadable("empty")),
        example("ODS with repeated rows", table(&format!("{head}{repeated}")), ids(&[1001])),
        example("ODS with a date", table(&format!("{head}{date}")), Right::Refuse(2, "date")),
        example("ODS with a note", table(&format!("{head}{noted}")), ids(&[1001])),
        example(
            "XLS",
            xls(&[label(0, 0, "ID"), number(1, 0, 1001.0), label(2, 0, "1002")]),
            ids(&[1001, 1002]),
        ),
        example(
            "XLS with a far cell",
            xls(&[label(0, 0, "ID"), number(65_535, 0, 5.0), number(65_535, 255, 7.0)]),
            ids(&[5]),
        ),
        example("a protected workbook", compound("EncryptedPackage", b"x"), Right::Unreadable("protected")),
        example("an old document", compound("WordDocument", b"x"), Right::Unreadable("document")),
    ]
}

/// An ODS workbook whose only table is hidden and has these rows.
fn hidden_ods(rows: &str) -> Vec<u8> {
    let styles = "<office:automatic-styles><style:style style:name=\"h\" style:family=\"table\">\
                  <style:table-properties table:display=\"false\"/></style:style></office:automatic-styles>";
    styled_ods(styles, &format!("<table:table table:name=\"S\" table:style-name=\"h\">{rows}</table:table>"))
}

/// An XLS row with height zero.
fn hidden_row(row: u16) -> (u16, Vec<u8>) {
    (0x0208, [&row.to_le_bytes()[..], &[0; 10], &[0x20, 1, 0, 0]].concat())
}

/// Sheets and rows that programs hide, or that are there by mistake.
fn hidden() -> Vec<Example> {
    let plain = "<row><c><v>1001</v></c></row><row><c><v>1002</v></c></row>";
    let pair = "<row><c><v>1</v></c><c><v>1001</v></c></row><row><c><v>2</v></c><c><v>1002</v></c></row>";
    let pair = column("No</t></is></c><c t=\"inlineStr\"><is><t>Contact", pair);
    let row = column("ID", "<row r=\"2\" hidden=\"1\"><c r=\"A2\"><v>1001</v></c></row>");
    let head = "<table:table-row><table:table-cell><text:p>ID</text:p></table:table-cell></table:table-row>";
    let ods_row = |attributes: &str| {
        let cell = "<table:table-cell office:value-type=\"float\" office:value=\"1001\"/>";
        format!("{head}<table:table-row {attributes}>{cell}</table:table-row>")
    };
    let filtered = ods_row("table:visibility=\"filter\"");
    vec![
        example(
            "a lone number on another sheet",
            xlsx(&[("Contacts", &pair), ("Notes", "<row><c><v>42</v></c></row>")]),
            Right::Ask,
        ),
        example("an XLSX row that is hidden", xlsx(&[("S", &row)]), Right::Refuse(2, "hidden_row")),
        example(
            "an ODS row that is filtered out",
            ods(&format!("<table:table table:name=\"S\">{filtered}</table:table>")),
            Right::Refuse(2, "hidden_row"),
        ),
        example(
            "an XLS row that is hidden",
            xls(&[hidden_row(1), label(0, 0, "ID"), number(1, 0, 1001.0)]),
            Right::Refuse(2, "hidden_row"),
        ),
        example("an XLSX sheet that is hidden", xlsx(&[("S\" state=\"veryHidden", plain)]), Right::Ask),
        example(
            "an XLS sheet that is hidden",
            xls_sheet(1, &[label(0, 0, "ID"), number(1, 0, 5.0)]),
            Right::Ask,
        ),
        example("an ODS sheet that is hidden", hidden_ods(&ods_row("")), Right::Ask),
    ]
}

/// All of these examples.
pub(super) fn all() -> impl Iterator<Item = Example> {
    shown().into_iter().chain(hidden())
}
