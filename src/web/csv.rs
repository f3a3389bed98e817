//! CSV as answers: UTF-8 with the mark that spreadsheet programs look for, sent while it is read.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::Bytes;
use futures_util::{Stream, StreamExt, stream};
use serde_json::Value;

use crate::domain::csv::MARK;
pub(super) use crate::domain::csv::{Separator, line_with as line};
use crate::domain::portal::Portal;

/// The name of a file about a portal.
pub(super) fn file_name(what: &str, portal: &Portal) -> String {
    format!("{what}-{}.csv", portal.endpoint.host().to_string().replace(':', "-"))
}

/// An item of the API as a line of these columns.
pub(super) fn line_of(separator: Separator, item: &Value, columns: &[&str]) -> String {
    let cells: Vec<String> = columns
        .iter()
        .map(|column| match &item[*column] {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        })
        .collect();
    line(separator, cells.iter().map(String::as_str))
}

/// An answer that is sent as its parts come in; one that fails cuts it off, so that it does not look complete.
pub(super) fn download<S, E>(name: &str, separator: Separator, head: &[&str], parts: S) -> HttpResponse
where
    S: Stream<Item = Result<String, E>> + 'static,
    E: std::error::Error + 'static,
{
    let first = format!("{MARK}{}", line(separator, head.iter().copied()));
    let body = stream::once(async move { Ok(first) }).chain(parts).inspect(|part| {
        if let Err(error) = part {
            tracing::error!(%error, "a download broke off");
        }
    });
    let body = body.map(|part| part.map(Bytes::from));
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header((CACHE_CONTROL, "no-store"))
        .streaming(body)
}
