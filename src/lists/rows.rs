//! Rows of cells, wherever they come from: the lines of a text, a sheet, a table of a web page. They are read several
//! times and never held together, so that a file of any size takes the same memory.

use std::borrow::Cow;
use std::ops::ControlFlow;

use super::heading::decode;
use super::reason::{Reason, Unreadable};
use super::value::{self, Value, is_blank};

/// Columns that are read; as many as a sheet has.
pub(super) const MOST_COLUMNS: usize = 16_384;
/// Bytes of a cell that are looked at: no id and no heading is so long.
const LONGEST_CELL: usize = 400;

/// What one cell holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Content<'a> {
    /// Text in UTF-8 or in some code page.
    Text(&'a [u8]),
    /// A true number.
    Number(f64),
    /// A date, as its number.
    Date(f64),
}

/// A cell that holds something, with its column counted from 0.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cell<'a> {
    pub(super) column: usize,
    pub(super) content: Content<'a>,
}

/// A row with at least one cell that holds something.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    /// The line of a text, the row of a sheet, counted from 1.
    pub(super) number: u64,
    /// How many rows in succession are the same.
    pub(super) times: u64,
    /// By rising column.
    pub(super) cells: &'a [Cell<'a>],
    /// How many cells it has, empty ones included.
    pub(super) width: usize,
    /// A quotation mark was opened in it and never closed.
    pub(super) is_open: bool,
    /// Programs do not show it.
    pub(super) is_hidden: bool,
}

impl<'a> Row<'a> {
    /// A row that stands once and is shown.
    pub(super) fn plain(number: u64, cells: &'a [Cell<'a>]) -> Self {
        let width = cells.last().map_or(0, |cell| cell.column + 1);
        Self { number, times: 1, cells, width, is_open: false, is_hidden: false }
    }
}

/// Whether to go on.
pub(super) type Flow = ControlFlow<Result<(), Unreadable>>;

/// To go on.
pub(super) const ON: Flow = ControlFlow::Continue(());

/// What to do with a row.
pub(super) type OnRow<'v> = &'v mut dyn FnMut(&Row<'_>) -> Flow;

/// Where rows come from.
pub(super) trait Rows {
    /// Hands over one row after the other; empty ones are left out.
    fn each(&self, visit: OnRow<'_>) -> Result<(), Unreadable>;

    /// Whether a cell too many shifts a row's cells, as in a text where each is told by what stands before it.
    fn can_shift(&self) -> bool {
        false
    }

    /// Whether what stands between cells may also stand within one number.
    fn can_split_numbers(&self) -> bool {
        false
    }

    /// Whether a heading of several words may have become several cells: then none says what stands below it.
    fn can_split_headings(&self) -> bool {
        false
    }
}

/// Rows with the name of where they stand.
pub(super) struct Sheet<'a> {
    /// Empty where there is only one.
    pub(super) name: String,
    /// Programs do not show it.
    pub(super) is_hidden: bool,
    pub(super) rows: Box<dyn Rows + 'a>,
}

impl Content<'_> {
    /// Whether nothing can be seen in it.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Text(bytes) => {
                let shows = |b: &u8| *b > b' ' && b.is_ascii();
                !bytes.iter().any(shows) && decode(cut(bytes).0).chars().all(is_blank)
            }
            Self::Number(_) | Self::Date(_) => false,
        }
    }

    /// Its beginning, as text.
    pub(super) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(bytes) => match cut(bytes) {
                (bytes, false) => decode(bytes),
                (bytes, true) => Cow::Owned(format!("{}…", decode(bytes))),
            },
            Self::Number(number) | Self::Date(number) => Cow::Owned(number.to_string()),
        }
    }

    /// What it says as an id.
    pub(super) fn value(&self) -> Value {
        match self {
            Self::Text(_) => value::of_text(&self.text()),
            Self::Number(number) => value::of_number(*number),
            Self::Date(_) => Value::Bad(Reason::Date),
        }
    }
}

/// Without blanks around it, and no more than is looked at. A character that is cut through shows as a mark.
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

/// Stops at a fault.
pub(super) fn stop_at(done: Result<(), Unreadable>) -> Flow {
    match done {
        Ok(()) => ON,
        Err(unreadable) => ControlFlow::Break(Err(unreadable)),
    }
}
