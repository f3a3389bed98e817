//! What a job leaves behind, as files: the report, and the deleted contacts as they were. They are written while they
//! are read, so that a job of any size takes the same memory.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::{Stream, StreamExt, stream};
use serde_json::Value;

use super::{bad_parameters, erasure, job_id, problem, view};
use crate::domain::ids::ContactId;
use crate::domain::job::{Item, JobId};
use crate::flows::jobs::JobError;
use crate::flows::snapshots::Snapshot;
use crate::flows::{Flows, Viewer};
use crate::web::Web;
use crate::web::context::SignedIn;
use crate::web::csv::{self, Separator};
use crate::web::error::Problem;
use crate::web::pages::record;

/// Contacts read at a time.
const PORTION: u32 = 500;

/// `GET /api/jobs/{id}/report.csv`: each contact with its outcome, and its name while a copy of it is kept.
pub(in crate::web) async fn report(
    id: web::Path<String>,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    const COLUMNS: [&str; 7] = ["contact_id", "outcome", "code", "message", "new_id", "settled_at", "name"];
    let id = job_id(&id, &user)?;
    let shown = web.flows.show_job(&user.viewer, id).await.map_err(|error| problem(error, &user))?;
    let number = shown.job.number.map_or_else(|| id.to_string(), |number| number.to_string());
    let name = csv::file_name(&format!("contact-eraser-job-{number}"), &user.viewer.portal);
    let (flows, viewer, language) = (web.flows.clone(), user.viewer, user.context.language);
    let separator = Separator::of(language);
    let parts = stream::unfold(Some(None), move |after: Option<Option<ContactId>>| {
        let (flows, viewer) = (flows.clone(), viewer.clone());
        async move {
            let after = after?;
            let items = match flows.job_items(&viewer, id, None, after, PORTION).await {
                Ok(items) => items,
                Err(error) => return Some((Err(error), None)),
            };
            let last = items.last()?.contact_id;
            let names = match flows.kept_names(&viewer, id, &items).await {
                Ok(names) => names,
                Err(error) => return Some((Err(error), None)),
            };
            let line = |item: &Item| {
                let cells = view::named(view::line_of_item(item, language), names.get(&item.contact_id));
                csv::line_of(separator, &cells, &COLUMNS)
            };
            let lines: String = items.iter().map(line).collect();
            Some((Ok(lines), Some(Some(last))))
        }
    });
    Ok(csv::download(&name, separator, &COLUMNS, parts))
}

/// `GET /api/jobs/{id}/report.html?offset=&zone=`: the same as a page that needs nothing but itself, to print.
pub(in crate::web) async fn report_page(
    id: web::Path<String>,
    request: HttpRequest,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let id = job_id(&id, &user)?;
    let (zone, _) = erasure::read_wishes(request.query_string()).ok_or_else(|| bad_parameters(&user))?;
    let shown = web.flows.show_job(&user.viewer, id).await.map_err(|error| problem(error, &user))?;
    let (portal, language) = (user.viewer.portal.endpoint.host().to_string(), user.context.language);
    let ends = record::report::report(language, &portal, &shown.job, zone.as_ref());
    let (flows, viewer) = (web.flows.clone(), user.viewer.clone());
    let rows = erasure::items(web.flows.clone(), user.viewer.clone(), id).then(move |items| {
        let (flows, viewer) = (flows.clone(), viewer.clone());
        async move {
            let items = items?;
            let names = flows.kept_names(&viewer, id, &items).await?;
            let row = |item: &Item| {
                let cells = view::line_of_item(item, language);
                let why = cells["message"].as_str().unwrap_or_default();
                record::report::row(language, item, names.get(&item.contact_id), why)
            };
            Ok(items.iter().map(row).collect())
        }
    });
    Ok(erasure::send(&user, &format!("report-{id}"), ("html", "text/html; charset=utf-8"), ends, rows))
}

/// `GET /api/jobs/{id}/snapshot.json`: the deleted contacts as they were, with every field.
pub(in crate::web) async fn snapshot_json(
    id: web::Path<String>,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let id = begin_download(&id, &web, &user).await?;
    let name = csv::file_name(&format!("contact-eraser-contacts-{id}"), &user.viewer.portal);
    let name = name.replace(".csv", ".json");
    let mut is_first = true;
    let parts = portions(web.flows.clone(), user.viewer, id).map(move |portion| {
        portion.map(|snapshots| {
            let mut text = String::new();
            for snapshot in snapshots {
                text.push_str(if is_first { "[\n" } else { ",\n" });
                text.push_str(&snapshot.body);
                is_first = false;
            }
            text
        })
    });
    let parts = parts.chain(stream::once(async { Ok("\n]\n".to_owned()) }));
    let body = parts.inspect(|part| {
        if let Err(error) = part {
            tracing::error!(%error, "a download broke off");
        }
    });
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/json"))
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header((CACHE_CONTROL, "no-store"))
        .streaming(body.map(|part| part.map(Bytes::from))))
}

/// `GET /api/jobs/{id}/snapshot.csv`: the same for a spreadsheet, one line a contact.
pub(in crate::web) async fn snapshot_csv(
    id: web::Path<String>,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let id = begin_download(&id, &web, &user).await?;
    let columns =
        web.flows.snapshot_columns(&user.viewer, id).await.map_err(|error| problem(error, &user))?;
    let name = csv::file_name(&format!("contact-eraser-contacts-{id}"), &user.viewer.portal);
    let head: Vec<String> = columns.clone();
    let separator = Separator::of(user.context.language);
    let parts = portions(web.flows.clone(), user.viewer, id).map(move |portion| {
        portion.map(|snapshots| {
            snapshots.iter().map(|snapshot| line(separator, snapshot, &columns)).collect::<String>()
        })
    });
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    Ok(csv::download(&name, separator, &head, parts))
}

async fn begin_download(id: &str, web: &Web, user: &SignedIn) -> Result<JobId, Problem> {
    let id = job_id(id, user)?;
    let begun = web.flows.begin_download(&user.viewer, id, &user.context.request_id).await;
    begun.map(|()| id).map_err(|error| problem(error, user))
}

fn portions(
    flows: Flows,
    viewer: Viewer,
    id: JobId,
) -> impl Stream<Item = Result<Vec<Snapshot>, JobError>> + 'static {
    stream::unfold(Some(None), move |after: Option<Option<ContactId>>| {
        let (flows, viewer) = (flows.clone(), viewer.clone());
        async move {
            let after = after?;
            match flows.job_snapshots(&viewer, id, after, PORTION).await {
                Ok(snapshots) => {
                    let last = snapshots.last()?.contact_id;
                    Some((Ok(snapshots), Some(Some(last))))
                }
                Err(error) => Some((Err(error), None)),
            }
        }
    })
}

fn line(separator: Separator, snapshot: &Snapshot, columns: &[String]) -> String {
    let contact: Value = serde_json::from_str(&snapshot.body).unwrap_or(Value::Null);
    let cells: Vec<String> = columns.iter().map(|column| cell(&contact[column.as_str()])).collect();
    csv::line(separator, cells.iter().map(String::as_str))
}

/// Phones, mails and the like are lists of objects, of which the values are of interest.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(entries) => entries.iter().map(cell).collect::<Vec<_>>().join(", "),
        Value::Object(entry) if entry.contains_key("VALUE") => cell(&entry["VALUE"]),
        other => other.to_string(),
    }
}
