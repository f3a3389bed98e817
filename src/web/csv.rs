//! CSV for spreadsheet programs: UTF-8 with the mark that they look for, and no cell that they would run as a formula.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::Bytes;
use futures_util::{Stream, StreamExt, stream};
use serde_json::Value;

use crate::domain::portal::Portal;

/// Without it, some programs take UTF-8 for the local code page.
const MARK: &str = "\u{feff}";
/// What makes a spreadsheet program take a cell for a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The name of a file about a portal.
pub(super) fn file_name(what: &str, portal: &Portal) -> String {
    format!("{what}-{}.csv", portal.endpoint.host().to_string().replace(':', "-"))
}

/// An item of the API as a line of these columns.
pub(super) fn line_of(item: &Value, columns: &[&str]) -> String {
    let cells: Vec<String> = columns
        .iter()
        .map(|column| match &item[*column] {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        })
        .collect();
    line(cells.iter().map(String::as_str))
}

/// One line.
pub(super) fn line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let mut line = cells.into_iter().map(cell).collect::<Vec<_>>().join(",");
    line.push_str("\r\n");
    line
}

/// An answer that is sent as its parts come in; one that fails cuts it off, so that it does not look complete.
pub(super) fn download<S, E>(name: &str, head: &[&str], parts: S) -> HttpResponse
where
    S: Stream<Item = Result<String, E>> + 'static,
    E: std::error::Error + 'static,
{
    let first = format!("{MARK}{}", line(head.iter().copied()));
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

fn cell(text: &str) -> String {
    let harmless = if text.starts_with(FORMULA) { format!("'{text}") } else { text.to_owned() };
    if harmless.contains([',', ';', '"', '\n', '\r', '\t']) {
        format!("\"{}\"", harmless.replace('"', "\"\""))
    } else {
        harmless
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_none_breaks_its_line() {
        assert_eq!(line(["1", "a,b", "say \"hi\"", ""]), "1,\"a,b\",\"say \"\"hi\"\"\",\r\n");
        for start in ["=1+1", "+1", "-1", "@a", "\ta", "\ra"] {
            assert!(line([start]).trim_start_matches('"').starts_with('\''), "{start:?}");
        }
        assert_eq!(line(["a\nb"]), "\"a\nb\"\r\n");
    }
}
