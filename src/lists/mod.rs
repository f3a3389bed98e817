//! Reads lists of contact ids: pasted text, CSV, workbooks, the portal's own HTML export. Nothing is guessed. An
//! unclear column is asked for; an unclear value is refused and reported with its row.
//!
//! `file_kind` detects the format, `text` and `book` produce rows, `layout` finds the columns of a table, `value`
//! reads one cell, and `collector` collects the ids.

mod book;
mod collector;
mod file_kind;
mod heading;
mod html;
mod layout;
mod pick;
mod plain;
#[cfg(test)]
mod properties;
mod reason;
mod records;
mod rows;
mod shape;
mod text;
#[cfg(test)]
mod tricky_lists;
mod value;

pub use collector::ListFault;
pub use layout::Column;
pub use pick::{ColumnChoice, ListError};
pub use reason::{Reason, Unreadable};

use crate::domain::ids::ContactId;
use file_kind::FileKind;
use rows::Sheet;

/// The longest file that is read.
pub const MAX_BYTES: usize = 60 * 1024 * 1024;

/// The result of reading a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdList {
    /// Whether it is a list of ids or a table.
    pub kind: ListKind,
    /// A table's columns; for a workbook, those of all sheets.
    pub columns: Vec<Column>,
    /// Whether the input is a text, so that its rows are lines.
    pub is_text: bool,
    /// The row of the table's heading.
    pub heading: Option<u64>,
    /// The [`Column::index`] of the column that was read. `None` for a list, and before a column is chosen.
    pub column: Option<usize>,
    /// What the user must choose before ids are read.
    pub needs: Option<MissingChoice>,
    /// The ids without duplicates, in ascending order.
    pub ids: Vec<ContactId>,
    /// How many ids were duplicates.
    pub repeated: u64,
    /// The first values that are no ids, by row.
    pub problems: Vec<ListFault>,
    /// The number of all such values.
    pub problem_count: u64,
}

/// The two kinds of input.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ListKind {
    /// Ids with separators between them.
    List,
    /// Rows of cells.
    Table,
}

impl ListKind {
    /// The stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Table => "table",
        }
    }
}

/// What only the user can decide.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MissingChoice {
    /// Which column holds the contact ids.
    Column,
}

impl MissingChoice {
    /// The stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Column => "column",
        }
    }
}

/// Reads a file or a text.
///
/// # Errors
/// When the input is no list of ids, or the column does not exist.
pub fn read(bytes: &[u8], choice: Option<&ColumnChoice>) -> Result<IdList, ListError> {
    if bytes.len() > MAX_BYTES {
        return Err(Unreadable::TooLarge.into());
    }
    match file_kind::find(bytes)? {
        FileKind::Text(text) => text::read(&text, choice),
        FileKind::Html(text) => pick::from_sheets(&html::sheets(&text)?, choice),
        FileKind::Workbook(book) => {
            let sheets: Vec<Sheet> = book.sheets()?;
            pick::from_sheets(&sheets, choice)
        }
    }
}

/// Reads the arguments of a command line: each argument is one line of a list.
///
/// # Errors
/// When there are too many ids.
pub fn read_arguments(arguments: &[String]) -> Result<IdList, ListError> {
    let mut collector = collector::Collector::default();
    for (row, argument) in (1..).zip(arguments) {
        plain::take_line(&mut collector, row, argument)?;
    }
    Ok(collector.into_list(ListKind::List, Vec::new(), None))
}
