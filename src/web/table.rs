//! Sends items of the API as rows of a table: as CSV, or as a workbook with cells for numbers, times and texts.

use actix_web::HttpResponse;
use futures_util::{Stream, StreamExt};
use jiff::Timestamp;
use serde_json::Value;

use super::context::SignedIn;
use super::csv::{self, Separator};
use super::download;
use crate::domain::clock::UnixTime;
use crate::workbook::{self, Cell, Table};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The format of a table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Format {
    /// Lines of text.
    Csv,
    /// A workbook.
    Xlsx,
}

/// A column: one field of the items.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    name: &'static str,
    width: u8,
    is_moment: bool,
}

impl Column {
    /// A field with a number or a text, and its visible width in characters.
    pub(super) const fn new(name: &'static str, width: u8) -> Self {
        Self { name, width, is_moment: false }
    }

    /// A field with a point in time.
    pub(super) const fn moment(name: &'static str) -> Self {
        Self { name, width: 24, is_moment: true }
    }

    fn text(self, item: &Value) -> String {
        match &item[self.name] {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        }
    }

    fn cell(self, item: &Value) -> Cell {
        let value = &item[self.name];
        if value.is_null() {
            return Cell::Empty;
        }
        if let Some(number) = value.as_i64() {
            return Cell::Number(number);
        }
        let text = self.text(item);
        let moment = text.parse::<Timestamp>().ok().filter(|_| self.is_moment);
        moment.map_or(Cell::Text(text), |moment| Cell::Moment(UnixTime(moment.as_second())))
    }
}

/// Sends a table while its rows arrive. The title names its sheet.
pub(super) fn send<E: std::error::Error + 'static>(
    user: &SignedIn,
    (what, title): (&str, &'static str),
    format: Format,
    columns: &'static [Column],
    rows: impl Stream<Item = Result<Vec<Value>, E>> + 'static,
) -> HttpResponse {
    let portal = &user.viewer.portal;
    match format {
        Format::Csv => {
            let separator = Separator::for_language(user.context.language);
            let line = move |item: &Value| {
                let cells: Vec<String> = columns.iter().map(|column| column.text(item)).collect();
                csv::line(separator, cells.iter().map(String::as_str))
            };
            let lines = rows.map(move |rows| rows.map(|rows| rows.iter().map(line).collect::<String>()));
            let head: Vec<&str> = columns.iter().map(|column| column.name).collect();
            csv::send(&download::file_name(what, portal, "csv"), separator, &head, lines)
        }
        Format::Xlsx => {
            let row =
                |item: &Value| -> Vec<Cell> { columns.iter().map(|column| column.cell(item)).collect() };
            let cells = rows.map(move |rows| rows.map(|rows| rows.iter().map(row).collect()));
            let named =
                columns.iter().map(|column| workbook::Column { name: column.name, width: column.width });
            let table = Table { title, columns: named.collect() };
            download::send(&download::file_name(what, portal, "xlsx"), XLSX, workbook::write(table, cells))
        }
    }
}
