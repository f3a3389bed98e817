//! Lists of contact ids as people have them: pasted text, CSV, workbooks, the portal's own HTML export. Nothing is
//! guessed: what is not clear is asked for or refused, and what is refused is named with its row.
//!
//! `file_kind` tells what the bytes are, `text` and `book` turn them into rows, `layout` finds the columns of a table,
//! `value` says what one cell is, `collector` collects.

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

pub use collector::Problem;
pub use layout::Column;
pub use pick::{ColumnChoice, ListError};
pub use reason::{Reason, Unreadable};

use crate::domain::ids::ContactId;
use file_kind::FileKind;
use rows::Sheet;

/// Longest file that is read.
pub const MAX_BYTES: usize = 60 * 1024 * 1024;

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdList {
    /// A list of ids, or a table with a column of them.
    pub kind: ListKind,
    /// A table's columns; of a workbook those of all its sheets.
    pub columns: Vec<Column>,
    /// Whether it stood in a text, whose rows are lines.
    pub is_text: bool,
    /// The row of a table's heading.
    pub heading: Option<u64>,
    /// The [`Column::index`] of the column that was read; none of a list, and none before one is named.
    pub column: Option<usize>,
    /// What has to be said before ids are taken.
    pub needs: Option<MissingChoice>,
    /// Each id once, by rising number.
    pub ids: Vec<ContactId>,
    /// How many times an id stood there that had stood there before.
    pub repeated: u64,
    /// The first of what is no id, by row.
    pub problems: Vec<Problem>,
    /// How many there are in all.
    pub problem_count: u64,
}

/// The two shapes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ListKind {
    /// Ids and what stands between them.
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

/// What only a person can say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MissingChoice {
    /// Which column holds the ids of contacts.
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
/// When this is no list of ids, or has no such column.
pub fn read(bytes: &[u8], wanted: Option<&ColumnChoice>) -> Result<IdList, ListError> {
    if bytes.len() > MAX_BYTES {
        return Err(Unreadable::TooLarge.into());
    }
    match file_kind::find(bytes)? {
        FileKind::Text(text) => text::read(&text, wanted),
        FileKind::Html(text) => pick::from_sheets(&html::sheets(&text)?, wanted),
        FileKind::Workbook(book) => {
            let sheets: Vec<Sheet> = book.sheets()?;
            pick::from_sheets(&sheets, wanted)
        }
    }
}

/// Reads what stands on a command line: each argument is a line of a list.
///
/// # Errors
/// When there are more ids than are read.
pub fn read_arguments(arguments: &[String]) -> Result<IdList, ListError> {
    let mut collector = collector::Collector::default();
    for (row, argument) in (1..).zip(arguments) {
        plain::take_line(&mut collector, row, argument)?;
    }
    Ok(collector.into_list(ListKind::List, Vec::new(), None))
}
