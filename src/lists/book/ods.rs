//! Reads ODS (`OpenDocument` 1.3, part 3, chapter 9). Repeated rows are counted and not copied, because a sheet with
//! one value may claim a million rows of it.

use std::ops::ControlFlow;

use quick_xml::events::{BytesStart, Event};

use super::super::reason::Unreadable;
use super::super::rows::{Content, MOST_COLUMNS, OnRow, Rows, Sheet};
use super::MOST_SHEETS;
use super::buffer::RowBuffer;
use super::package::Package;
use super::xml::{add_text, attribute, sheet_name, short_attribute};

const CONTENT: &str = "content.xml";
const SPREADSHEET: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// How many styles of hidden tables are kept.
const MOST_STYLES: usize = 1_000;

/// Whether a package with `content.xml` is a spreadsheet.
pub(super) fn is_spreadsheet(package: &Package<'_>) -> Result<bool, Unreadable> {
    use std::io::Read;
    const LONGEST: u64 = 200;
    if !package.has("mimetype") {
        return Ok(true);
    }
    let mut kind = String::new();
    let read = package.read("mimetype")?.take(LONGEST).read_to_string(&mut kind);
    read.map_err(|_error| Unreadable::BrokenWorkbook)?;
    // The types of templates have a longer name.
    Ok(kind.trim().starts_with(SPREADSHEET))
}

/// A workbook.
pub(in crate::lists) struct Ods<'a> {
    package: Package<'a>,
}

impl<'a> Ods<'a> {
    pub(super) fn new(package: Package<'a>) -> Self {
        Self { package }
    }

    /// Its sheets.
    pub(super) fn sheets(&self) -> Result<Vec<Sheet<'_>>, Unreadable> {
        if self.package.has("META-INF/manifest.xml") && self.is_encrypted()? {
            return Err(Unreadable::Protected);
        }
        let (mut names, mut depth) = (Vec::new(), 0);
        let (mut style, mut hidden) = (String::new(), Vec::new());
        let mut xml = self.package.xml(CONTENT)?;
        loop {
            match xml.next()? {
                Event::Start(tag) if is_table(&tag) => {
                    if depth == 0 {
                        names
                            .push((sheet_name(&tag), hidden.contains(&short_attribute(&tag, "style-name")?)));
                    }
                    depth += 1;
                }
                Event::Empty(tag) if is_table(&tag) && depth == 0 => names.push((String::new(), false)),
                // Styles precede the tables. A style decides whether its tables are shown (20.3.2).
                Event::Start(tag) if tag.local_name().as_ref() == "style" => {
                    style = short_attribute(&tag, "name")?;
                }
                Event::Start(tag) | Event::Empty(tag)
                    if tag.local_name().as_ref() == "table-properties" && hides(&tag) =>
                {
                    hidden.push(std::mem::take(&mut style));
                }
                Event::End(tag) if tag.local_name().as_ref() == "table" => depth -= 1,
                Event::Eof => break,
                _ => {}
            }
            if names.len() > MOST_SHEETS || hidden.len() > MOST_STYLES {
                return Err(Unreadable::TooLarge);
            }
        }
        let sheet = |(at, (name, is_hidden))| {
            let rows = Box::new(OdsSheet { book: self, at }) as Box<dyn Rows + '_>;
            Sheet { name, is_hidden, rows }
        };
        Ok(names.into_iter().enumerate().map(sheet).collect())
    }

    fn is_encrypted(&self) -> Result<bool, Unreadable> {
        let mut xml = self.package.xml("META-INF/manifest.xml")?;
        loop {
            match xml.next() {
                Ok(Event::Start(tag) | Event::Empty(tag))
                    if tag.local_name().as_ref() == "encryption-data" =>
                {
                    return Ok(true);
                }
                // A manifest with a type definition cannot be read. It is then taken as not encrypted.
                Ok(Event::Eof) | Err(Unreadable::BrokenWorkbook) => return Ok(false),
                Err(unreadable) => return Err(unreadable),
                Ok(_) => {}
            }
        }
    }
}

/// Whether a style hides its tables.
fn hides(tag: &BytesStart<'_>) -> bool {
    attribute(tag, "display").is_some_and(|shown| shown == "false")
}

fn is_table(tag: &BytesStart<'_>) -> bool {
    tag.local_name().as_ref() == "table"
}

/// A sheet, by its position.
struct OdsSheet<'b, 'a> {
    book: &'b Ods<'a>,
    at: usize,
}

impl Rows for OdsSheet<'_, '_> {
    fn each(&self, visit: OnRow<'_>) -> Result<(), Unreadable> {
        let mut xml = self.book.package.xml(CONTENT)?;
        let (mut tables, mut depth) = (0, 0);
        let mut reader = OdsReader::default();
        loop {
            let event = xml.next()?;
            match &event {
                Event::Start(tag) if is_table(tag) => {
                    tables += usize::from(depth == 0);
                    depth += 1;
                    continue;
                }
                Event::Empty(tag) if is_table(tag) => {
                    tables += usize::from(depth == 0);
                    continue;
                }
                Event::End(tag) if tag.local_name().as_ref() == "table" => {
                    depth -= 1;
                    if depth == 0 && tables > self.at {
                        return Ok(());
                    }
                    continue;
                }
                Event::Eof => return Ok(()),
                _ => {}
            }
            if depth == 1
                && tables == self.at + 1
                && let ControlFlow::Break(ended) = reader.take(&event, visit)?
            {
                return ended;
            }
        }
    }
}

/// The attributes of a cell, read before its text.
#[derive(Clone, Debug, Default)]
struct CellTag {
    times: usize,
    kind: String,
    value: Option<f64>,
}

#[derive(Debug, Default)]
struct OdsReader {
    buffer: RowBuffer,
    row: u64,
    times: u64,
    column: usize,
    cell: CellTag,
    text: String,
    paragraphs: usize,
    in_paragraph: usize,
    in_note: usize,
}

impl OdsReader {
    fn take(
        &mut self,
        event: &Event<'_>,
        visit: OnRow<'_>,
    ) -> Result<ControlFlow<Result<(), Unreadable>>, Unreadable> {
        match event {
            Event::Start(tag) => self.start(tag, false),
            Event::Empty(tag) => {
                self.start(tag, true);
                self.end(tag.local_name().as_ref())?;
                if tag.local_name().as_ref() == "table-row" {
                    self.row += self.times;
                }
            }
            Event::End(tag) if tag.local_name().as_ref() == "table-row" => {
                let flow = self.buffer.hand_over(self.row + 1, self.times, visit);
                self.row += self.times;
                return Ok(flow);
            }
            Event::End(tag) => self.end(tag.local_name().as_ref())?,
            event if self.in_paragraph > 0 && self.in_note == 0 => add_text(&mut self.text, event),
            _ => {}
        }
        Ok(ControlFlow::Continue(()))
    }

    fn start(&mut self, tag: &BytesStart<'_>, is_empty: bool) {
        match tag.local_name().as_ref() {
            "table-row" => {
                self.times = repeated(tag, "number-rows-repeated");
                self.column = 0;
                self.buffer.clear();
                // Collapsed or filtered rows are hidden.
                if attribute(tag, "visibility").is_some_and(|shown| shown != "visible") {
                    self.buffer.hide();
                }
            }
            "table-cell" | "covered-table-cell" => {
                let times = usize::try_from(repeated(tag, "number-columns-repeated")).unwrap_or(usize::MAX);
                let kind = attribute(tag, "value-type").unwrap_or_default();
                let value = attribute(tag, "value").and_then(|text| text.parse().ok());
                self.cell = CellTag { times, kind, value };
                self.text.clear();
                self.paragraphs = 0;
            }
            "annotation" => self.in_note += 1,
            "p" => {
                if self.paragraphs > 0 && self.in_note == 0 {
                    self.text.push('\n');
                }
                self.paragraphs += usize::from(self.in_note == 0);
                self.in_paragraph += usize::from(!is_empty);
            }
            "s" | "tab" | "line-break" if self.in_paragraph > 0 && self.in_note == 0 => self.text.push(' '),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) -> Result<(), Unreadable> {
        match name {
            "table-cell" | "covered-table-cell" => self.end_cell(),
            "annotation" => {
                self.in_note = self.in_note.saturating_sub(1);
                Ok(())
            }
            "p" => {
                self.in_paragraph = self.in_paragraph.saturating_sub(1);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn end_cell(&mut self) -> Result<(), Unreadable> {
        let content = match (self.cell.kind.as_str(), self.cell.value) {
            ("float" | "currency" | "percentage", Some(number)) => Content::Number(number),
            ("date" | "time", _) => Content::Date(0.0),
            _ => Content::Text(self.text.as_bytes()),
        };
        let end = self.column.saturating_add(self.cell.times);
        if !content.is_empty() {
            for column in self.column..end.min(MOST_COLUMNS + 1) {
                self.buffer.add(column, content)?;
            }
        }
        self.column = end;
        Ok(())
    }
}

/// How often an element is repeated, limited to more rows than any sheet has.
fn repeated(tag: &BytesStart<'_>, name: &str) -> u64 {
    const MOST_ROWS: u64 = 1 << 24;
    attribute(tag, name).and_then(|text| text.parse().ok()).unwrap_or(1).clamp(1, MOST_ROWS)
}
