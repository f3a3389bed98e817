//! Rows of cells from a text, a sheet or a table of a web page. They are read several times and never kept together,
//! so the memory does not depend on the file's size.

use std::borrow::Cow;
use std::ops::ControlFlow;

use super::heading::decode;
use super::reason::{Reason, Unreadable};
use super::value::{self, Value, is_blank};

/// How many columns are read; a sheet has as many.
pub(super) const MOST_COLUMNS: usize = 16_384;
/// How many bytes of a cell are examined; no id and no heading is longer.
const LONGEST_CELL: usize = 400;

/// The content of one cell.
#[derive(Clone, Copy, Debug)]
pub(super) enum Content<'a> {
    /// Text in UTF-8 or in another code page.
    Text(&'a [u8]),
    /// A number of a workbook.
    Number(f64),
    /// A date, as its number.
    Date(f64),
}

/// A cell with content and its column, counted from 0.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell<'a> {
    pub(super) column: usize,
    pub(super) content: Content<'a>,
}

/// A row with at least one cell with content.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    /// The line of a text or the row of a sheet, counted from 1.
    pub(super) number: u64,
    /// How many equal rows follow each other.
    pub(super) times: u64,
    /// In ascending order of columns.
    pub(super) cells: &'a [Cell<'a>],
    /// The number of its cells, including empty ones.
    pub(super) width: usize,
    /// Whether a quotation mark in it is never closed.
    pub(super) is_open: bool,
    /// Whether programs hide it.
    pub(super) is_hidden: bool,
}

impl<'a> Row<'a> {
    /// A single visible row.
    pub(super) fn plain(number: u64, cells: &'a [Cell<'a>]) -> Self {
        let width = cells.last().map_or(0, |cell| cell.column + 1);
        Self { number, times: 1, cells, width, is_open: false, is_hidden: false }
    }
}

/// Whether reading continues.
pub(super) type Flow = ControlFlow<Result<(), Unreadable>>;

/// Reading continues.
pub(super) const ON: Flow = ControlFlow::Continue(());

/// The callback for a row.
pub(super) type OnRow<'v> = &'v mut dyn FnMut(&Row<'_>) -> Flow;

/// A source of rows.
pub(super) trait Rows {
    /// Calls `visit` for each row with content.
    fn each(&self, visit: OnRow<'_>) -> Result<(), Unreadable>;

    /// Whether an extra cell shifts the rest of its row. This is so in a text, where the order of cells gives their
    /// columns.
    fn can_shift(&self) -> bool {
        false
    }

    /// Whether the delimiter may also occur within one number.
    fn can_split_numbers(&self) -> bool {
        false
    }

    /// Whether a heading of several words may have become several cells. Then no heading is reliable.
    fn can_split_headings(&self) -> bool {
        false
    }
}

/// Named rows.
pub(super) struct Sheet<'a> {
    /// Empty if there is only one sheet.
    pub(super) name: String,
    /// Whether programs hide it.
    pub(super) is_hidden: bool,
    pub(super) rows: Box<dyn Rows + 'a>,
}

impl Content<'_> {
    /// Whether the cell shows nothing.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Text(bytes) => {
                let shows = |b: &u8| *b > b' ' && b.is_ascii();
                !bytes.iter().any(shows) && decode(cut(bytes).0).chars().all(is_blank)
            }
            Self::Number(_) | Self::Date(_) => false,
        }
    }

    /// The beginning of the content as text.
    pub(super) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(bytes) => match cut(bytes) {
                (bytes, false) => decode(bytes),
                (bytes, true) => Cow::Owned(format!("{}…", decode(bytes))),
            },
            Self::Number(number) | Self::Date(number) => Cow::Owned(number.to_string()),
        }
    }

    /// The content as an id.
    pub(super) fn value(&self) -> Value {
        match self {
            Self::Text(_) => value::of_text(&self.text()),
            Self::Number(number) => value::of_number(*number),
            Self::Date(_) => Value::Bad(Reason::Date),
        }
    }
}

/// Removes blanks around the text and cuts it to the examined length, at a character's boundary if the text is UTF-8.
fn cut(bytes: &[u8]) -> (&[u8], bool) {
    let bytes = bytes.trim_ascii();
    match bytes.get(..LONGEST_CELL) {
        None => (bytes, false),
        Some(start) if start.len() == bytes.len() => (bytes, false),
        Some(start) => {
            let end = (0..4).find(|back| std::str::from_utf8(&start[..LONGEST_CELL - back]).is_ok());
            (&start[..LONGEST_CELL - end.unwrap_or(0)], true)
        }
    }
}

/// Converts a result: reading stops at an error.
pub(super) fn stop_at(done: Result<(), Unreadable>) -> Flow {
    match done {
        Ok(()) => ON,
        Err(unreadable) => ControlFlow::Break(Err(unreadable)),
    }
}
