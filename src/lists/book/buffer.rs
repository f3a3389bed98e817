//! Collects one row of a sheet in bounded memory.

use super::super::reason::Unreadable;
use super::super::rows::{Cell, Content, Flow, MOST_COLUMNS, ON, OnRow, Row, stop_at};

/// How many bytes of a text are kept; more than any value needs.
pub(super) const LONGEST_TEXT: usize = 600;
/// How many cells are read in one pass over a workbook.
const MOST_CELLS: u64 = 20_000_000;

/// The content of a cell. Its text is in the row's buffer.
#[derive(Clone, Copy, Debug)]
enum StoredContent {
    Text(usize, usize),
    Number(f64),
    Date(f64),
}

/// A row.
#[derive(Debug, Default)]
pub(super) struct RowBuffer {
    text: Vec<u8>,
    cells: Vec<(usize, StoredContent)>,
    spent: u64,
    is_hidden: bool,
}

impl RowBuffer {
    /// Starts the next row.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.cells.clear();
        self.is_hidden = false;
    }

    /// Marks the row as hidden.
    pub(super) fn hide(&mut self) {
        self.is_hidden = true;
    }

    /// Adds a cell.
    pub(super) fn add(&mut self, column: usize, content: Content<'_>) -> Result<(), Unreadable> {
        if column >= MOST_COLUMNS {
            return Err(Unreadable::TooWide);
        }
        self.spent += 1;
        if self.spent > MOST_CELLS {
            return Err(Unreadable::TooLarge);
        }
        if self.cells.len() >= MOST_COLUMNS {
            return Err(Unreadable::BrokenWorkbook);
        }
        let kept = match content {
            Content::Text(text) => {
                let from = self.text.len();
                self.text.extend(&text[..text.len().min(LONGEST_TEXT)]);
                StoredContent::Text(from, self.text.len())
            }
            Content::Number(number) => StoredContent::Number(number),
            Content::Date(number) => StoredContent::Date(number),
        };
        self.cells.push((column, kept));
        Ok(())
    }

    /// Calls `visit` with the row if it has content.
    pub(super) fn hand_over(&mut self, number: u64, times: u64, visit: OnRow<'_>) -> Flow {
        let is_hidden = self.is_hidden;
        if self.cells.is_empty() {
            return ON;
        }
        self.cells.sort_by_key(|(column, _)| *column);
        // Two cells in one place: it is unclear which of them other programs show.
        if self.cells.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            return stop_at(Err(Unreadable::BrokenWorkbook));
        }
        let content = |kept: &StoredContent| match *kept {
            StoredContent::Text(from, to) => Content::Text(&self.text[from..to]),
            StoredContent::Number(number) => Content::Number(number),
            StoredContent::Date(number) => Content::Date(number),
        };
        let cells = self.cells.iter().map(|(column, kept)| Cell { column: *column, content: content(kept) });
        let cells: Vec<Cell<'_>> = cells.filter(|cell| !cell.content.is_empty()).collect();
        if cells.is_empty() {
            return ON;
        }
        visit(&Row { times, is_hidden, ..Row::plain(number, &cells) })
    }
}
