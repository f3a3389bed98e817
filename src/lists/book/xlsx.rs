//! Reads XLSX (ECMA-376): the list of sheets, the shared texts, the number formats of dates, and each sheet as a
//! stream of rows.

use std::collections::HashMap;
use std::ops::ControlFlow;

use quick_xml::events::{BytesStart, Event};

use super::super::reason::Unreadable;
use super::super::rows::{Content, OnRow, Rows, Sheet};
use super::MOST_SHEETS;
use super::buffer::RowBuffer;
use super::package::Package;
use super::shared::SharedTexts;
use super::xml::{add_text, attribute, sheet_name, short_attribute};

/// How many cell formats are read; a workbook may have some 65,000.
const MOST_FORMATS: usize = 100_000;

/// A sheet's name and its part.
struct SheetPart {
    name: String,
    is_hidden: bool,
    target: String,
}

/// A workbook with what its sheets share.
pub(in crate::lists) struct Xlsx<'a> {
    package: Package<'a>,
    sheets: Vec<SheetPart>,
    shared: SharedTexts,
    dates: Vec<bool>,
}

impl<'a> Xlsx<'a> {
    /// Reads everything except the sheets.
    pub(super) fn open(package: Package<'a>) -> Result<Self, Unreadable> {
        let workbook = package
            .has("_rels/.rels")
            .then(|| relations(&package, ""))
            .transpose()?
            .and_then(|all| all.into_iter().find(|relation| relation.kind == "officeDocument"))
            .map_or_else(|| "xl/workbook.xml".to_owned(), |relation| relation.target);
        let related = relations(&package, &workbook)?;
        let sheets = sheet_parts(&package, &workbook, &related)?;
        let part = |kind: &str| {
            let relation = related.iter().find(|one| one.kind == kind)?;
            package.has(&relation.target).then(|| relation.target.clone())
        };
        let shared = part("sharedStrings").map(|part| shared_texts(&package, &part)).transpose()?;
        let dates = part("styles").map(|part| date_formats(&package, &part)).transpose()?;
        Ok(Self { sheets, shared: shared.unwrap_or_default(), dates: dates.unwrap_or_default(), package })
    }

    /// Its sheets.
    pub(super) fn sheets(&self) -> Vec<Sheet<'_>> {
        let sheet = |part: &'_ SheetPart| Sheet {
            name: part.name.clone(),
            is_hidden: part.is_hidden,
            rows: Box::new(XlsxSheet { book: self, part: part.target.clone() }),
        };
        self.sheets.iter().map(sheet).collect()
    }
}

/// The sheets with their names and parts.
fn sheet_parts(
    package: &Package<'_>,
    workbook: &str,
    related: &[Relation],
) -> Result<Vec<SheetPart>, Unreadable> {
    let target = |id: &str| related.iter().find(|one| one.id == id && one.kind == "worksheet");
    let mut sheets = Vec::new();
    let mut xml = package.xml(workbook)?;
    loop {
        match xml.next()? {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "sheet" => {
                let id = short_attribute(&tag, "id")?;
                if let Some(part) = target(&id) {
                    // Hidden or very hidden (ECMA-376 part 1, 18.18.68).
                    let is_hidden = attribute(&tag, "state").is_some_and(|state| state != "visible");
                    sheets.push(SheetPart { name: sheet_name(&tag), is_hidden, target: part.target.clone() });
                }
            }
            Event::Eof => return Ok(sheets),
            _ => {}
        }
        if sheets.len() > MOST_SHEETS {
            return Err(Unreadable::TooLarge);
        }
    }
}

/// A reference from one part to another.
struct Relation {
    id: String,
    kind: String,
    target: String,
}

fn relations(package: &Package<'_>, part: &str) -> Result<Vec<Relation>, Unreadable> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let mut xml = package.xml(&format!("{folder}/_rels/{name}.rels"))?;
    let mut found = Vec::new();
    loop {
        match xml.next()? {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "Relationship" => {
                let of = |name| short_attribute(&tag, name);
                let kind = of("Type")?.rsplit('/').next().unwrap_or_default().to_owned();
                found.push(Relation { id: of("Id")?, kind, target: resolved(folder, &of("Target")?) });
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
        if found.len() > 1_000 {
            return Err(Unreadable::TooLarge);
        }
    }
}

/// Resolves the path of a part relative to a folder.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Reads the shared texts.
fn shared_texts(package: &Package<'_>, part: &str) -> Result<SharedTexts, Unreadable> {
    let mut shared = SharedTexts::default();
    let (mut xml, mut text) = (package.xml(part)?, String::new());
    let (mut in_text, mut in_reading_aid) = (false, false);
    loop {
        match xml.next()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "si" => text.clear(),
                "t" => in_text = true,
                "rPh" => in_reading_aid = true,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "si" => shared.add(&text)?,
                "t" => in_text = false,
                "rPh" => in_reading_aid = false,
                _ => {}
            },
            Event::Empty(tag) if tag.local_name().as_ref() == "si" => shared.add("")?,
            Event::Eof => return Ok(shared),
            event if in_text && !in_reading_aid => add_text(&mut text, &event),
            _ => {}
        }
    }
}

/// Which cell formats show a number as a date or time.
fn date_formats(package: &Package<'_>, part: &str) -> Result<Vec<bool>, Unreadable> {
    let (mut own, mut dates, mut in_cell_formats) = (HashMap::new(), Vec::new(), false);
    let mut xml = package.xml(part)?;
    loop {
        match xml.next()? {
            Event::Start(tag) if tag.local_name().as_ref() == "cellXfs" => in_cell_formats = true,
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => in_cell_formats = false,
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "numFmt" => {
                    let id = short_attribute(&tag, "numFmtId")?;
                    own.insert(id, is_date_format(&attribute(&tag, "formatCode").unwrap_or_default()));
                }
                "xf" if in_cell_formats => {
                    let id = short_attribute(&tag, "numFmtId")?;
                    let built_in = id.parse().is_ok_and(is_built_in_date);
                    dates.push(own.get(&id).copied().unwrap_or(built_in));
                }
                _ => {}
            },
            Event::Eof => return Ok(dates),
            _ => {}
        }
        if dates.len() + own.len() > MOST_FORMATS {
            return Err(Unreadable::TooLarge);
        }
    }
}

/// The built-in number formats of dates and times (ECMA-376 part 1, 18.8.30).
pub(super) fn is_built_in_date(format: u16) -> bool {
    matches!(format, 14..=22 | 27..=36 | 45..=47 | 50..=58)
}

/// Whether a format shows years, months, days, hours or seconds. Quoted texts and bracketed parts do not count.
pub(super) fn is_date_format(code: &str) -> bool {
    let (mut in_text, mut in_brackets, mut is_escaped) = (false, false, false);
    code.chars().any(|c| {
        let was_escaped = std::mem::take(&mut is_escaped);
        match c {
            _ if was_escaped => {}
            '"' => in_text = !in_text,
            _ if in_text => {}
            '\\' | '_' | '*' => is_escaped = true,
            '[' => in_brackets = true,
            ']' => in_brackets = false,
            _ if in_brackets => {}
            c => return "ymdhsYMDHS".contains(c),
        }
        false
    }) && !code.eq_ignore_ascii_case("general")
}

/// A sheet.
struct XlsxSheet<'b, 'a> {
    book: &'b Xlsx<'a>,
    part: String,
}

/// A cell's column, type and format, read before its value.
#[derive(Clone, Debug, Default)]
struct CellTag {
    column: usize,
    kind: String,
    is_date: bool,
}

impl Rows for XlsxSheet<'_, '_> {
    fn each(&self, visit: OnRow<'_>) -> Result<(), Unreadable> {
        let mut xml = self.book.package.xml(&self.part)?;
        let (mut buffer, mut text) = (RowBuffer::default(), String::new());
        let (mut row, mut next_column, mut cell, mut in_value) = (0, 0, CellTag::default(), false);
        loop {
            match xml.next()? {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "row" => {
                        row = row_number(&tag, row);
                        next_column = 0;
                        buffer.clear();
                        if attribute(&tag, "hidden").is_some_and(|hidden| hidden == "1" || hidden == "true") {
                            buffer.hide();
                        }
                    }
                    "c" => {
                        cell = self.cell_tag(&tag, next_column);
                        next_column = cell.column + 1;
                        text.clear();
                    }
                    "v" | "t" => in_value = true,
                    "rPh" => in_value = false,
                    _ => {}
                },
                Event::Empty(tag) => match tag.local_name().as_ref() {
                    "row" => row = row_number(&tag, row),
                    "c" => next_column = self.cell_tag(&tag, next_column).column + 1,
                    _ => {}
                },
                Event::End(tag) => match tag.local_name().as_ref() {
                    "c" => self.add(&mut buffer, &cell, &text)?,
                    "v" | "t" => in_value = false,
                    "row" => {
                        if let ControlFlow::Break(ended) = buffer.hand_over(row, 1, visit) {
                            return ended;
                        }
                    }
                    "sheetData" => return Ok(()),
                    _ => {}
                },
                Event::Eof => return Ok(()),
                event if in_value => add_text(&mut text, &event),
                _ => {}
            }
        }
    }
}

impl XlsxSheet<'_, '_> {
    fn cell_tag(&self, tag: &BytesStart<'_>, next: usize) -> CellTag {
        let (mut cell, mut style) = (CellTag { column: next, ..CellTag::default() }, None);
        for found in tag.attributes().with_checks(false).flatten() {
            match found.key.as_ref() {
                "r" => cell.column = column_of(&found.value).unwrap_or(next),
                "t" => cell.kind = found.value.into_owned(),
                "s" => style = found.value.parse::<usize>().ok(),
                _ => {}
            }
        }
        cell.is_date = style.is_some_and(|style| self.book.dates.get(style) == Some(&true));
        cell
    }

    fn add(&self, buffer: &mut RowBuffer, cell: &CellTag, text: &str) -> Result<(), Unreadable> {
        if text.is_empty() {
            return Ok(());
        }
        let as_text = Content::Text(text.as_bytes());
        let content = match cell.kind.as_str() {
            "s" => {
                let at = text.trim().parse().map_err(|_error| Unreadable::BrokenWorkbook)?;
                Content::Text(self.book.shared.get(at).ok_or(Unreadable::BrokenWorkbook)?.as_bytes())
            }
            "" | "n" => match text.trim().parse::<f64>() {
                Ok(number) if cell.is_date => Content::Date(number),
                Ok(number) => Content::Number(number),
                Err(_) => as_text,
            },
            "b" => Content::Text(if text.trim() == "1" { b"TRUE" } else { b"FALSE" }),
            "d" => Content::Date(0.0),
            _ => as_text,
        };
        buffer.add(cell.column, content)
    }
}

fn row_number(tag: &BytesStart<'_>, before: u64) -> u64 {
    attribute(tag, "r").and_then(|text| text.parse().ok()).unwrap_or(before + 1)
}

/// The column of a reference such as `AB12`, counted from 0.
fn column_of(reference: &str) -> Option<usize> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic);
    let number = letters.take(4).fold(0, |sum, b| sum * 26 + usize::from(b.to_ascii_uppercase() - b'A' + 1));
    number.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_recognized_by_their_formats() {
        for code in ["yyyy-mm-dd", "[$-419]d mmm yyyy;@", "h:mm", "DD.MM.YYYY"] {
            assert!(is_date_format(code), "{code}");
        }
        for code in ["General", "0", "#,##0.00", "\"day\" 0", "0\\d", "[Red]0", "@", ""] {
            assert!(!is_date_format(code), "{code}");
        }
    }

    #[test]
    fn references_and_targets_are_read() {
        for (reference, column) in [("A1", 0), ("Z9", 25), ("AB12", 27), ("XFD1048576", 16_383)] {
            assert_eq!(column_of(reference), Some(column));
        }
        assert_eq!(column_of("12"), None);
        assert_eq!(resolved("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("xl", "/xl/styles.xml"), "xl/styles.xml");
        assert_eq!(resolved("xl/a", "../b.xml"), "xl/b.xml");
    }
}
