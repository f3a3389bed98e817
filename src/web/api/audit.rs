//! `/api/audit`: the audit, for administrators, as pages and as a file.

pub(in crate::web) mod overview;

use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::stream;
use serde_json::{Value, json};
use url::form_urlencoded;

use super::answer;
use crate::domain::audit::{AuditAction, AuditFilter, AuditLine};
use crate::domain::clock::UnixTime;
use crate::domain::filter;
use crate::domain::ids::{ContactId, UserId};
use crate::domain::job::JobId;
use crate::flows::audit::AuditPage;
use crate::flows::failure::Failure;
use crate::web::Web;
use crate::web::context::SignedIn;
use crate::web::error::{InvalidRequest, Problem, ProblemKind};
use crate::web::table::{self, Column, Format};

const PAGE: u32 = 50;
/// How many lines a download keeps in memory.
const PART: u32 = 500;
const COLUMNS: [Column; 11] = [
    Column::new("id", 10),
    Column::moment("created_at"),
    Column::new("user_id", 10),
    Column::new("action", 20),
    Column::new("outcome", 20),
    Column::new("contact_id", 12),
    Column::new("contact_outcome", 18),
    Column::new("job_id", 10),
    Column::new("detail", 50),
    Column::new("request_id", 40),
    Column::new("job_number", 12),
];

/// `GET /api/audit`: one page, newest first.
pub(in crate::web) async fn list_audit(
    request: HttpRequest,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let (filter, after) = read_query(&request, &user)?;
    let page = web.flows.list_audit(&user.viewer, &filter, after, PAGE).await;
    let page = page.map_err(|failure| user.context.problem(failure))?;
    let items: Vec<Value> = page.lines.iter().map(item).collect();
    Ok(answer(&json!({"items": items, "next": page.next})))
}

/// `GET /api/audit.csv`: all lines that match, newest first.
pub(in crate::web) async fn audit_csv(
    request: HttpRequest,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    download(&request, web, user, Format::Csv).await
}

/// `GET /api/audit.xlsx`: the same as a workbook.
pub(in crate::web) async fn audit_xlsx(
    request: HttpRequest,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    download(&request, web, user, Format::Xlsx).await
}

async fn download(
    request: &HttpRequest,
    web: web::Data<Web>,
    user: SignedIn,
    format: Format,
) -> Result<HttpResponse, Problem> {
    let (filter, after) = read_query(request, &user)?;
    let page = web.flows.list_audit(&user.viewer, &filter, after, PART).await;
    let first = page.map_err(|failure| user.context.problem(failure))?;
    let viewer = user.viewer.clone();
    let rows = stream::try_unfold(Some(first), move |page: Option<AuditPage>| {
        let (web, viewer) = (web.clone(), viewer.clone());
        async move {
            let Some(page) = page else { return Ok(None) };
            let rest = match page.next {
                None => None,
                after => Some(web.flows.list_audit(&viewer, &filter, after, PART).await?),
            };
            Ok::<_, Failure>(Some((page.lines.iter().map(item).collect(), rest)))
        }
    });
    Ok(table::send(&user, ("audit", "History"), format, &COLUMNS, rows))
}

/// As for contacts: unknown, repeated or malformed parameters are refused. An empty value is a field left blank.
fn read_query(request: &HttpRequest, user: &SignedIn) -> Result<(AuditFilter, Option<i64>), Problem> {
    let invalid = || user.context.problem(ProblemKind::InvalidRequest(InvalidRequest::Parameters));
    parse_query(request.query_string()).ok_or_else(invalid)
}

fn parse_query(text: &str) -> Option<(AuditFilter, Option<i64>)> {
    let (mut filter, mut after) = (AuditFilter::default(), None);
    let mut seen = Vec::new();
    for (name, value) in form_urlencoded::parse(text.as_bytes()) {
        let known =
            ["user", "action", "contact", "job", "number", "from", "to", "after"].contains(&name.as_ref());
        if !known || seen.contains(&name) {
            return None;
        }
        match name.as_ref() {
            _ if value.is_empty() => {}
            "user" => filter.user = Some(UserId::parse(&value)?),
            "action" => filter.action = Some(AuditAction::parse(&value)?),
            "contact" => filter.contact = Some(ContactId::parse(&value)?),
            "number" => filter.number = Some(value.parse().ok().filter(|number| *number > 0)?),
            "job" => filter.job = Some(JobId::parse(&value)?),
            "from" => filter.from = Some(UnixTime(filter::parse_from(&value)?.as_second())),
            "to" => filter.before = Some(UnixTime(filter::parse_to(&value)?.as_second())),
            _ => after = Some(value.parse().ok().filter(|id| *id > 0)?),
        }
        seen.push(name);
    }
    Some((filter, after))
}

fn item(line: &AuditLine) -> Value {
    json!({
        "id": line.id,
        "created_at": line.created_at.iso(),
        "user_id": line.user_id,
        "action": line.action,
        "outcome": line.outcome,
        "contact_id": line.contact_id,
        "contact_outcome": line.contact_outcome,
        "job_id": line.job_id.map(|job| job.0),
        "job_number": line.job_number,
        "restorable": line.is_restorable,
        "detail": line.detail,
        "request_id": line.request_id,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_condition_is_read_and_unknown_ones_are_refused() {
        let (filter, after) =
            parse_query("user=3&action=save_settings&contact=50&job=4&from=1970-01-02&to=1970-01-02&after=9")
                .unwrap();
        assert_eq!(filter.from, Some(UnixTime(86_400)));
        assert_eq!(filter.before, Some(UnixTime(2 * 86_400)), "the last day is included");
        assert_eq!(filter.action, Some(AuditAction::SaveSettings));
        assert!(filter.user.is_some() && filter.contact.is_some() && after == Some(9));
        assert_eq!(filter.job, Some(JobId(4)));
        assert_eq!(parse_query("user=&after="), Some((AuditFilter::default(), None)));
        for text in [
            "who=3",
            "user=me",
            "action=hope",
            "contact=0",
            "job=x",
            "from=May",
            "after=-1",
            "after=1&after=2",
        ] {
            assert_eq!(parse_query(text), None, "{text}");
        }
    }
}
