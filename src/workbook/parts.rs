//! The parts of a workbook as XML, and the encoding of cells.

use std::fmt::Write;

use super::{Cell, Column};
use crate::domain::clock::UnixTime;

/// The largest number that spreadsheet programs store exactly.
const LARGEST_NUMBER: i64 = 999_999_999_999_999;
/// The longest text that a cell may hold, in UTF-16 units.
const LONGEST_TEXT: usize = 32_767;
/// Days from 1899-12-30, the day 0 of spreadsheet programs, to 1970-01-01.
const DAYS_TO_1970: i64 = 25_569;
const SECONDS_OF_A_DAY: i64 = 86_400;

/// Cell formats: their positions in the styles.
const HEAD: u8 = 1;
/// The number format "text". The cell stays a text when a user edits it.
const TEXT: u8 = 2;
const MOMENT: u8 = 3;

/// Parts that are equal in all workbooks. Their default content type is a sheet, so the number of sheets need not be
/// known yet.
pub(super) const FIRST: [(&str, &str); 3] = [
    (
        "[Content_Types].xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
         <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
         <Default Extension=\"xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>\
         <Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>\
         <Override PartName=\"/xl/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/>\
         </Types>",
    ),
    (
        "_rels/.rels",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
         <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/>\
         </Relationships>",
    ),
    (
        "xl/styles.xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
         <numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss\\ &quot;UTC&quot;\"/></numFmts>\
         <fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font>\
         <font><b/><sz val=\"11\"/><name val=\"Calibri\"/><family val=\"2\"/></font></fonts>\
         <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
         <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
         <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
         <cellXfs count=\"4\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
         <xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\"/>\
         <xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>\
         <xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/></cellXfs>\
         <cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>\
         </styleSheet>",
    ),
];

/// The end of a sheet.
pub(super) const END_OF_SHEET: &str = "</sheetData></worksheet>";

/// The path of a sheet in the package.
pub(super) fn name_of_sheet(number: u32) -> String {
    format!("xl/worksheets/sheet{number}.xml")
}

/// The parts that list the sheets.
pub(super) fn last(title: &str, sheets: u32) -> [(&'static str, String); 2] {
    let mut named = String::new();
    let mut related = String::new();
    for number in 1..=sheets {
        let title = if number == 1 { title.to_owned() } else { format!("{title} {number}") };
        let title = escaped(&title);
        let _ = write!(named, "<sheet name=\"{title}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
        let _ = write!(
            related,
            "<Relationship Id=\"rId{number}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" \
             Target=\"worksheets/sheet{number}.xml\"/>"
        );
    }
    let styles = sheets + 1;
    let book = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>{named}</sheets></workbook>"
    );
    let relations = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{related}\
         <Relationship Id=\"rId{styles}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" \
         Target=\"styles.xml\"/></Relationships>"
    );
    [("xl/workbook.xml", book), ("xl/_rels/workbook.xml.rels", relations)]
}

/// The start of a sheet: a fixed first row and the widths of the columns.
pub(super) fn head_of_sheet(columns: &[Column]) -> String {
    let mut widths = String::new();
    let mut head = String::new();
    for (place, column) in columns.iter().enumerate() {
        let (number, width) = (place + 1, column.width);
        let _ =
            write!(widths, "<col min=\"{number}\" max=\"{number}\" width=\"{width}\" customWidth=\"1\"/>");
        push_text(&mut head, &address(place, 1), HEAD, column.name);
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
         <sheetViews><sheetView workbookViewId=\"0\">\
         <pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>\
         <cols>{widths}</cols><sheetData><row r=\"1\">{head}</row>"
    )
}

/// One row.
pub(super) fn row(number: u32, cells: &[Cell]) -> String {
    let mut row = format!("<row r=\"{number}\">");
    for (place, cell) in cells.iter().enumerate() {
        let at = address(place, number);
        match cell {
            Cell::Empty => {}
            Cell::Text(text) => push_text(&mut row, &at, TEXT, text),
            Cell::Number(number) if number.abs() > LARGEST_NUMBER => {
                push_text(&mut row, &at, TEXT, &number.to_string());
            }
            Cell::Number(number) => {
                let _ = write!(row, "<c r=\"{at}\"><v>{number}</v></c>");
            }
            Cell::Moment(moment) => {
                let _ = write!(row, "<c r=\"{at}\" s=\"{MOMENT}\"><v>{}</v></c>", days_of(*moment));
            }
        }
    }
    row.push_str("</row>");
    row
}

fn push_text(row: &mut String, at: &str, style: u8, text: &str) {
    let text = escaped(text);
    let _ = write!(
        row,
        "<c r=\"{at}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"
    );
}

/// A time as spreadsheet programs count it, in days.
fn days_of(moment: UnixTime) -> String {
    let (days, seconds) = (moment.0.div_euclid(SECONDS_OF_A_DAY), moment.0.rem_euclid(SECONDS_OF_A_DAY));
    // Rounded, so that no time is shown one second too early.
    let fraction = (seconds * 1_000_000_000_000 + SECONDS_OF_A_DAY / 2) / SECONDS_OF_A_DAY;
    format!("{}.{fraction:012}", days + DAYS_TO_1970)
}

/// The address of a cell. Columns are letters.
fn address(place: usize, row: u32) -> String {
    let mut letters = Vec::new();
    let mut left = place + 1;
    while left > 0 {
        left -= 1;
        letters.push(b'A' + u8::try_from(left % 26).unwrap_or_default());
        left /= 26;
    }
    letters.reverse();
    format!("{}{row}", String::from_utf8_lossy(&letters))
}

/// Escapes a text for XML and cuts it to the length of a cell. Characters that XML forbids become U+FFFD. Text that
/// looks like a spreadsheet escape (`_x0041_`) is escaped, so that it is shown unchanged.
fn escaped(text: &str) -> String {
    let mut xml = String::with_capacity(text.len());
    let mut units = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        units += character.len_utf16();
        if units > LONGEST_TEXT {
            break;
        }
        match character {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\t' | '\n' => xml.push(character),
            '\r' if characters.peek().is_some_and(|(_, next)| *next == '\n') => {}
            '\r' => xml.push('\n'),
            '_' if is_notation(&text[at..]) => xml.push_str("_x005F_"),
            '\u{0}'..'\u{20}' | '\u{fffe}' | '\u{ffff}' => xml.push('\u{fffd}'),
            other => xml.push(other),
        }
    }
    xml
}

fn is_notation(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_x = bytes.get(1).is_some_and(|byte| byte.eq_ignore_ascii_case(&b'x'));
    let digits = bytes.get(2..6).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
    is_x && digits && bytes.get(6) == Some(&b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_counted_in_days_and_columns_have_letters() {
        assert_eq!(days_of(UnixTime(0)), "25569.000000000000");
        assert_eq!(days_of(UnixTime(1_793_793_600)), "46330.500000000000");
        assert_eq!(days_of(UnixTime(-43_200)), "25568.500000000000");
        let addresses = [0, 25, 26, 51, 52, 701, 702].map(|place| address(place, 7));
        assert_eq!(addresses, ["A7", "Z7", "AA7", "AZ7", "BA7", "ZZ7", "AAA7"]);
    }

    #[test]
    fn any_text_stays_a_text_cell() {
        assert_eq!(escaped("<b>&\"'"), "&lt;b&gt;&amp;&quot;'");
        assert_eq!(
            escaped("two\r\nlines\rmore\u{0}\u{1f}\u{ffff}"),
            "two\nlines\nmore\u{fffd}\u{fffd}\u{fffd}"
        );
        assert_eq!(escaped("_x0041_ _xab_ _"), "_x005F_x0041_ _xab_ _");
        assert_eq!(escaped(&"🦀".repeat(20_000)).chars().count(), 16_383, "no character is cut");
        let written = row(2, &[Cell::Text("=1+1".to_owned()), Cell::Empty, Cell::Number(5)]);
        assert!(!written.contains("<f"), "{written}");
        assert!(
            written.contains("t=\"inlineStr\"") && written.contains("<c r=\"C2\"><v>5</v></c>"),
            "{written}"
        );
        let large = row(2, &[Cell::Number(1_000_000_000_000_000)]);
        assert!(large.contains("inlineStr"), "no digit is lost: {large}");
    }
}
