//! Reads tables of web pages. The portal's own Excel export is such a page with the ending `.xls`.

use std::cell::{Cell as Left, RefCell};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::rc::Rc;

use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};

use super::reason::Unreadable;
use super::rows::{Cell, Content, Flow, MOST_COLUMNS, ON, OnRow, Row, Rows, Sheet};

/// How many tables of one page are read. This also limits how deep tables may be nested.
const MOST_TABLES: usize = 100;
/// How many bytes of a cell are kept; more than any value needs.
const LONGEST_CELL: usize = 1_024;

/// How many bytes are read in all, counting each reading of the page.
const MOST_IN_ALL: usize = 8 * super::MAX_BYTES;
/// How many columns under row spans are visited in all, row by row.
const MOST_COVERED: usize = 50_000_000;

/// A page and the bytes that may still be read.
#[derive(Clone)]
struct Page<'a> {
    bytes: &'a [u8],
    left: Rc<Left<usize>>,
}

impl<'a> Page<'a> {
    /// Returns its bytes for one more reading.
    fn read(&self) -> Result<&'a [u8], Unreadable> {
        self.left.set(self.left.get().checked_sub(self.bytes.len()).ok_or(Unreadable::TooLarge)?);
        Ok(self.bytes)
    }
}

/// The tables of a page that have rows.
pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<Sheet<'_>>, Unreadable> {
    let page = Page { bytes, left: Rc::new(Left::new(MOST_IN_ALL)) };
    let mut tables = Vec::new();
    each_row(page.read()?, &mut |table, _| {
        if tables.last() != Some(&table) && !tables.contains(&table) {
            tables.push(table);
        }
        ON
    })?;
    tables.sort_unstable();
    let sheet = |(at, table): (usize, &usize)| Sheet {
        name: format!("Table {}", at + 1),
        is_hidden: false,
        rows: Box::new(HtmlTable { page: page.clone(), table: *table }),
    };
    Ok(tables.iter().enumerate().map(sheet).collect())
}

/// One table, by its number on the page.
struct HtmlTable<'a> {
    page: Page<'a>,
    table: usize,
}

impl Rows for HtmlTable<'_> {
    fn each(&self, visit: OnRow<'_>) -> Result<(), Unreadable> {
        each_row(self.page.read()?, &mut |table, row| if table == self.table { visit(row) } else { ON })
    }
}

/// Calls `visit` for each row with the number of its table.
fn each_row(page: &[u8], visit: &mut dyn FnMut(usize, &Row<'_>) -> Flow) -> Result<(), Unreadable> {
    let reader = RefCell::new(TableReader::default());
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: html5gum::Span<()>| {
        reader.borrow_mut().take(&event).then_some(())
    });
    for done in Tokenizer::new_with_emitter(page, emitter) {
        let Ok(()) = done;
        let mut reader = reader.borrow_mut();
        for (table, cells, number) in std::mem::take(&mut reader.done) {
            if let ControlFlow::Break(ended) = hand_over(table, number, &cells, visit) {
                return ended;
            }
        }
        if let Some(fault) = reader.fault {
            return Err(fault);
        }
    }
    let mut reader = reader.into_inner();
    while !reader.open.is_empty() {
        reader.end_table();
    }
    for (table, cells, number) in std::mem::take(&mut reader.done) {
        if let ControlFlow::Break(ended) = hand_over(table, number, &cells, visit) {
            return ended;
        }
    }
    Ok(())
}

type Cells = Vec<(usize, Vec<u8>)>;

fn hand_over(
    table: usize,
    number: u64,
    cells: &Cells,
    visit: &mut dyn FnMut(usize, &Row<'_>) -> Flow,
) -> Flow {
    let cells = cells.iter().map(|(column, text)| Cell { column: *column, content: Content::Text(text) });
    let cells: Vec<Cell<'_>> = cells.filter(|cell| !cell.content.is_empty()).collect();
    if cells.is_empty() { ON } else { visit(table, &Row::plain(number, &cells)) }
}

/// An open table and the position of its next cell.
#[derive(Debug, Default)]
struct Open {
    table: usize,
    row: u64,
    column: usize,
    cells: Cells,
    in_cell: bool,
    /// Columns under cells of earlier rows: from column, to column, and until which row.
    covered: BTreeMap<usize, (usize, u64)>,
}

#[derive(Debug, Default)]
struct TableReader {
    tables: usize,
    open: Vec<Open>,
    done: Vec<(usize, Cells, u64)>,
    tag: Tag,
    attribute: Option<CellSpan>,
    span: usize,
    rows: u64,
    covered: usize,
    fault: Option<Unreadable>,
}

/// The direction in which a cell spans.
#[derive(Clone, Copy, Debug)]
enum CellSpan {
    Columns,
    Rows,
}

/// What a start tag begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tag {
    Table,
    Row,
    /// A group of rows. No cell spans beyond it.
    Group,
    Cell,
    Break,
    /// Its content is not shown.
    Hidden,
    #[default]
    Other,
}

fn tag(name: &[u8]) -> Tag {
    match name {
        b"table" => Tag::Table,
        b"tr" => Tag::Row,
        b"thead" | b"tbody" | b"tfoot" => Tag::Group,
        b"td" | b"th" => Tag::Cell,
        b"br" | b"p" | b"div" | b"li" => Tag::Break,
        b"style" | b"script" => Tag::Hidden,
        _ => Tag::Other,
    }
}

impl TableReader {
    /// Handles an event. Returns whether rows are ready or the page is faulty.
    fn take(&mut self, event: &CallbackEvent<'_>) -> bool {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                (self.tag, self.span, self.rows, self.attribute) = (tag(name), 1, 1, None);
            }
            CallbackEvent::AttributeName { name } => {
                self.attribute = match *name {
                    b"colspan" => Some(CellSpan::Columns),
                    b"rowspan" => Some(CellSpan::Rows),
                    _ => None,
                };
            }
            CallbackEvent::AttributeValue { value } => self.take_span(value),
            CallbackEvent::CloseStartTag { .. } => self.start(),
            CallbackEvent::EndTag { name } => match tag(name) {
                Tag::Table => self.end_table(),
                Tag::Row => self.end_row(),
                Tag::Cell => self.end_cell(),
                Tag::Group => self.end_group(),
                _ => {}
            },
            CallbackEvent::String { value } => self.add(value),
            _ => {}
        }
        !self.done.is_empty() || self.fault.is_some()
    }

    fn take_span(&mut self, value: &[u8]) {
        let span = std::str::from_utf8(value).ok().and_then(|text| text.trim().parse::<usize>().ok());
        match (self.attribute, span) {
            (Some(CellSpan::Columns), span) => self.span = span.unwrap_or(1).clamp(1, MOST_COLUMNS),
            // A row span of 0 reaches to the end of the group (HTML, 4.9.11).
            (Some(CellSpan::Rows), Some(0)) => self.rows = u64::MAX,
            (Some(CellSpan::Rows), span) => self.rows = span.unwrap_or(1) as u64,
            (None, _) => {}
        }
    }

    fn start(&mut self) {
        match self.tag {
            Tag::Table if self.tables >= MOST_TABLES => self.fault = Some(Unreadable::TooLarge),
            Tag::Table => {
                self.open.push(Open { table: self.tables, ..Open::default() });
                self.tables += 1;
            }
            Tag::Row => self.start_row(),
            Tag::Group => self.end_group(),
            Tag::Cell => self.start_cell(),
            Tag::Break => self.add(b" "),
            Tag::Hidden | Tag::Other => {}
        }
    }

    fn start_row(&mut self) {
        self.end_row();
        let Some(open) = self.open.last_mut() else { return };
        open.row += 1;
        self.covered += open.covered.len();
        if self.covered > MOST_COVERED {
            self.fault = Some(Unreadable::TooLarge);
        }
        open.covered.retain(|_, (_, last)| *last >= open.row);
    }

    fn start_cell(&mut self) {
        let Some(open) = self.open.last_mut() else { return };
        // Skip the columns under cells of earlier rows.
        while let Some((_, (to, _))) =
            open.covered.range(..=open.column).next_back().filter(|(_, (to, _))| *to > open.column)
        {
            open.column = *to;
        }
        let end = open.column + self.span;
        if open.column >= MOST_COLUMNS {
            self.fault = Some(Unreadable::TooWide);
            return;
        }
        // Two cells overlap: it is unclear which of them other programs show.
        if open.covered.range(open.column..end).next().is_some() {
            self.fault = Some(Unreadable::BrokenWorkbook);
            return;
        }
        if self.rows > 1 {
            open.covered.insert(open.column, (end, open.row.saturating_add(self.rows - 1)));
        }
        open.cells.push((open.column, Vec::new()));
        open.column = end;
        open.in_cell = true;
    }

    fn end_group(&mut self) {
        self.end_row();
        if let Some(open) = self.open.last_mut() {
            open.covered.clear();
        }
    }

    fn end_cell(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.in_cell = false;
        }
    }

    fn end_row(&mut self) {
        let Some(open) = self.open.last_mut() else { return };
        (open.column, open.in_cell) = (0, false);
        let cells = std::mem::take(&mut open.cells);
        if !cells.is_empty() {
            self.done.push((open.table, cells, open.row));
        }
    }

    fn end_table(&mut self) {
        self.end_row();
        self.open.pop();
    }

    fn add(&mut self, text: &[u8]) {
        let Some(open) = self.open.last_mut().filter(|open| open.in_cell) else { return };
        if let Some((_, cell)) = open.cells.last_mut() {
            let room = LONGEST_CELL.saturating_sub(cell.len());
            cell.extend(text.iter().take(room));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Found = (usize, u64, Vec<(usize, String)>);

    fn rows(page: &str) -> Vec<Found> {
        let mut found = Vec::new();
        each_row(page.as_bytes(), &mut |table, row| {
            let cells = row.cells.iter().map(|cell| (cell.column, cell.content.text().trim().to_owned()));
            found.push((table, row.number, cells.collect()));
            ON
        })
        .unwrap();
        found
    }

    #[test]
    fn only_table_cells_of_a_page_are_read() {
        let page = "<meta charset=utf-8><style>td { color: red }</style><p>7<table><thead><tr><th>ID<th>Имя</tr></thead>\
            <TR><TD class=a>1001</TD><td>E&amp;V<br>a</td></tr><tr><td colspan=2></td><td>12&nbsp;345</table>8";
        let cells =
            |cells: &[(usize, &str)]| cells.iter().map(|(at, text)| (*at, (*text).to_owned())).collect();
        let expected = [
            (0, 1, cells(&[(0, "ID"), (1, "Имя")])),
            (0, 2, cells(&[(0, "1001"), (1, "E&V a")])),
            (0, 3, cells(&[(2, "12\u{a0}345")])),
        ];
        assert_eq!(rows(page), expected);
    }

    #[test]
    fn a_nested_table_has_its_own_rows() {
        let page = "<table><tr><td>1<table><tr><td>2</td></tr></table></td><td>3</td></tr></table>";
        let cells =
            |cells: &[(usize, &str)]| cells.iter().map(|(at, text)| (*at, (*text).to_owned())).collect();
        assert_eq!(rows(page), [(1, 1, cells(&[(0, "2")])), (0, 1, cells(&[(0, "1"), (1, "3")]))]);
    }
}
