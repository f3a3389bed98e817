//! `/api/requests`: the log of calls to the portal, for administrators, as pages and as a file for support.

use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::stream;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::answer;
use crate::domain::requests::RequestLine;
use crate::flows::failure::Failure;
use crate::flows::requests::RequestPage;
use crate::web::Web;
use crate::web::context::SignedIn;
use crate::web::error::{InvalidRequest, Problem, ProblemKind};
use crate::web::table::{self, Column, Format};

const PAGE: u32 = 50;
/// How many lines a download keeps in memory.
const PART: u32 = 500;
const LONGEST_REQUEST_ID: usize = 64;
const COLUMNS: [Column; 13] = [
    Column::new("id", 10),
    Column::moment("time"),
    Column::new("user_id", 10),
    Column::new("method", 28),
    Column::new("commands", 10),
    Column::new("parameters", 30),
    Column::new("outcome", 14),
    Column::new("status", 8),
    Column::new("error", 24),
    Column::new("refused", 10),
    Column::new("milliseconds", 12),
    Column::new("attempt", 8),
    Column::new("request_id", 40),
];

#[derive(Clone, Debug, Default, PartialEq)]
struct RequestLogQuery {
    request_id: Option<String>,
    after: Option<i64>,
}

/// `GET /api/requests`: one page, newest first.
pub(in crate::web) async fn list_requests(
    request: HttpRequest,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let query = read_query(&request, &user)?;
    let page = web.flows.list_requests(&user.viewer, query.request_id.as_deref(), query.after, PAGE).await;
    let page = page.map_err(|failure| user.context.problem(failure))?;
    let items: Vec<Value> = page.lines.iter().map(item).collect();
    Ok(answer(&json!({"items": items, "next": page.next})))
}

/// `GET /api/requests.csv`: all lines that match, newest first.
pub(in crate::web) async fn download_requests(
    request: HttpRequest,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let query = read_query(&request, &user)?;
    let page = web.flows.list_requests(&user.viewer, query.request_id.as_deref(), query.after, PART).await;
    let first = page.map_err(|failure| user.context.problem(failure))?;
    let viewer = user.viewer.clone();
    let rows = stream::try_unfold(Some(first), move |page: Option<RequestPage>| {
        let (web, viewer, request_id) = (web.clone(), viewer.clone(), query.request_id.clone());
        async move {
            let Some(page) = page else { return Ok(None) };
            let rest = match page.next {
                None => None,
                after => Some(web.flows.list_requests(&viewer, request_id.as_deref(), after, PART).await?),
            };
            Ok::<_, Failure>(Some((page.lines.iter().map(item).collect(), rest)))
        }
    });
    Ok(table::send(&user, ("requests", "Requests"), Format::Csv, &COLUMNS, rows))
}

fn read_query(request: &HttpRequest, user: &SignedIn) -> Result<RequestLogQuery, Problem> {
    let invalid = || user.context.problem(ProblemKind::InvalidRequest(InvalidRequest::Parameters));
    parse_query(request.query_string()).ok_or_else(invalid)
}

fn parse_query(text: &str) -> Option<RequestLogQuery> {
    let mut query = RequestLogQuery::default();
    for (name, value) in form_urlencoded::parse(text.as_bytes()) {
        match name.as_ref() {
            "request_id" | "after" if value.is_empty() => {}
            "request_id" if query.request_id.is_none() && value.len() <= LONGEST_REQUEST_ID => {
                query.request_id = Some(value.trim().to_owned());
            }
            "after" if query.after.is_none() => {
                query.after = Some(value.parse().ok().filter(|id| *id > 0)?);
            }
            _ => return None,
        }
    }
    Some(query)
}

fn item(line: &RequestLine) -> Value {
    json!({
        "id": line.id,
        "time": line.created_at.iso(),
        "user_id": line.user_id,
        "method": line.method,
        "commands": line.commands,
        "parameters": line.parameters,
        "outcome": line.outcome,
        "status": line.status,
        "error": line.error,
        "refused": line.refused,
        "milliseconds": line.milliseconds,
        "attempt": line.attempt,
        "request_id": line.request_id,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_or_malformed_parameters_are_refused() {
        let query = parse_query("request_id=abc&after=5").unwrap();
        assert_eq!(query, RequestLogQuery { request_id: Some("abc".to_owned()), after: Some(5) });
        assert_eq!(parse_query("request_id=&after="), Some(RequestLogQuery::default()));
        for text in ["method=x", "after=0", "after=1&after=2", "request_id=a&request_id=b"] {
            assert_eq!(parse_query(text), None, "{text}");
        }
    }
}
