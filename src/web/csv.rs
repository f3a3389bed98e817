//! CSV answers in UTF-8, with the byte order mark that spreadsheet programs need.

use actix_web::HttpResponse;
use futures_util::{Stream, StreamExt, stream};

use super::download;
use crate::domain::csv::MARK;
pub(super) use crate::domain::csv::{Separator, line_with as line};

/// Sends a CSV table while its lines arrive.
pub(super) fn send<S, E>(name: &str, separator: Separator, head: &[&str], lines: S) -> HttpResponse
where
    S: Stream<Item = Result<String, E>> + 'static,
    E: std::error::Error + 'static,
{
    let first = format!("{MARK}{}", line(separator, head.iter().copied()));
    let parts = stream::once(async move { Ok(first) }).chain(lines);
    download::send(name, "text/csv; charset=utf-8", parts)
}
