//! Reads texts: finds their shape and the ids in them.

use super::collector::Collector;
use super::pick::{self, ColumnChoice, ListError};
use super::reason::Unreadable;
use super::records::{Delimited, Spaced};
use super::rows::{Rows, Sheet};
use super::shape::{self, Shape};
use super::{IdList, ListKind, plain};

/// Reads a text in UTF-8 or a single-byte code page.
pub(super) fn read(text: &[u8], choice: Option<&ColumnChoice>) -> Result<IdList, ListError> {
    if let Some((delimiter, text)) = shape::declared(text) {
        return table(Box::new(Delimited { text, delimiter, lines_before: 1 }), choice);
    }
    match shape::find(text, choice.is_some()) {
        Shape::Delimited(delimiter) => {
            table(Box::new(Delimited { text, delimiter, lines_before: 0 }), choice)
        }
        Shape::Spaced => table(Box::new(Spaced { text }), choice),
        Shape::List => {
            let mut collector = Collector::default();
            plain::take_text(&mut collector, text)?;
            let list = collector.into_list(ListKind::List, Vec::new(), None);
            let is_empty = list.ids.is_empty() && list.problem_count == 0;
            if is_empty { Err(Unreadable::Empty.into()) } else { Ok(list) }
        }
    }
}

fn table(rows: Box<dyn Rows + '_>, choice: Option<&ColumnChoice>) -> Result<IdList, ListError> {
    pick::from_sheets(&[Sheet { name: String::new(), is_hidden: false, rows }], choice)
}
