//! The files of a job: the report, and the copies of the deleted contacts. They are sent while they are read, so the
//! memory does not depend on the job's size.

use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::{Stream, StreamExt, stream};
use serde_json::Value;

use super::{bad_parameters, erasure, job_id, problem, view};
use crate::domain::contact::Personal;
use crate::domain::ids::ContactId;
use crate::domain::job::{Item, JobId};
use crate::flows::job_names::JobReport;
use crate::flows::jobs::JobError;
use crate::flows::snapshots::Snapshot;
use crate::flows::{Flows, Viewer};
use crate::web::Web;
use crate::web::context::SignedIn;
use crate::web::csv::{self, Separator};
use crate::web::download;
use crate::web::error::Problem;
use crate::web::pages::record;
use crate::web::table::{self, Column, Format};

/// Contacts per read.
const CHUNK: u32 = 500;

const COLUMNS: [Column; 7] = [
    Column::new("contact_id", 12),
    Column::new("outcome", 12),
    Column::new("code", 20),
    Column::new("message", 60),
    Column::new("new_id", 12),
    Column::moment("settled_at"),
    Column::new("name", 30),
];

/// `GET /api/jobs/{id}/report.csv`: each contact with its outcome, and with its name while its copy is kept.
pub(in crate::web) async fn report_csv(
    id: web::Path<String>,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    report(&id, &web, &user, Format::Csv).await
}

/// `GET /api/jobs/{id}/report.xlsx`: the same as a workbook.
pub(in crate::web) async fn report_xlsx(
    id: web::Path<String>,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    report(&id, &web, &user, Format::Xlsx).await
}

async fn report(id: &str, web: &Web, user: &SignedIn, format: Format) -> Result<HttpResponse, Problem> {
    let report = begin_report(id, web, user).await?;
    let number = report.job.number.map_or_else(|| report.job.id.to_string(), |number| number.to_string());
    let language = user.context.language;
    let row = move |item: &Item, name: Option<&Personal>| {
        view::with_name(view::item_row_json(item, language), name)
    };
    let rows = rows_of(web.flows.clone(), user.viewer.clone(), report, row);
    let what = format!("contact-eraser-job-{number}");
    Ok(table::send(user, (&what, "Report"), format, &COLUMNS, rows))
}

/// `GET /api/jobs/{id}/report.html?offset=&zone=`: the same as a page without other files, to print.
pub(in crate::web) async fn report_page(
    id: web::Path<String>,
    request: HttpRequest,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let (zone, _) =
        erasure::read_page_options(request.query_string()).ok_or_else(|| bad_parameters(&user))?;
    let report = begin_report(&id, &web, &user).await?;
    let (portal, language) = (user.viewer.portal.endpoint.host().to_string(), user.context.language);
    let what = format!("report-{}", report.job.id);
    let ends = record::report::report(language, &portal, &report.job, zone.as_ref());
    let row = move |item: &Item, name: Option<&Personal>| {
        let cells = view::item_row_json(item, language);
        record::report::row(language, item, name, cells["message"].as_str().unwrap_or_default())
    };
    let rows = rows_of(web.flows.clone(), user.viewer.clone(), report, row);
    let rows = rows.map(|rows| rows.map(|rows| rows.concat()));
    Ok(erasure::send(&user, &what, ("html", "text/html; charset=utf-8"), ends, rows))
}

async fn begin_report(id: &str, web: &Web, user: &SignedIn) -> Result<JobReport, Problem> {
    let id = job_id(id, user)?;
    let report = web.flows.begin_report(&user.viewer, id, &user.context.request_id).await;
    report.map_err(|error| problem(error, user))
}

/// The contacts of a report in chunks, while they are read.
fn rows_of<T: 'static>(
    flows: Flows,
    viewer: Viewer,
    report: JobReport,
    row: impl Fn(&Item, Option<&Personal>) -> T + Clone + 'static,
) -> impl Stream<Item = Result<Vec<T>, JobError>> + 'static {
    in_chunks(move |after| {
        let (flows, viewer, report, row) = (flows.clone(), viewer.clone(), report.clone(), row.clone());
        async move {
            let (items, names) = flows.report_items(&viewer, &report, after, CHUNK).await?;
            let rows = items.iter().map(|item| row(item, names.get(&item.contact_id))).collect();
            Ok(items.last().map(|last| (rows, last.contact_id)))
        }
    })
}

/// Reads chunks one after the other. Each starts after the last contact of the chunk before.
pub(super) fn in_chunks<T: 'static, F>(
    read: impl Fn(Option<ContactId>) -> F + 'static,
) -> impl Stream<Item = Result<T, JobError>> + 'static
where
    F: Future<Output = Result<Option<(T, ContactId)>, JobError>> + 'static,
{
    stream::try_unfold(None, move |after: Option<ContactId>| {
        let portion = read(after);
        async move { Ok(portion.await?.map(|(portion, last)| (portion, Some(last)))) }
    })
}

/// `GET /api/jobs/{id}/snapshot.json`: the copies of the deleted contacts with all fields.
pub(in crate::web) async fn snapshot_json(
    id: web::Path<String>,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let id = begin_download(&id, &web, &user).await?;
    let name = download::file_name(&format!("contact-eraser-contacts-{id}"), &user.viewer.portal, "json");
    let mut is_first = true;
    let parts = chunks(web.flows.clone(), user.viewer, id).map(move |portion| {
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
    Ok(download::send(&name, "application/json", parts))
}

/// `GET /api/jobs/{id}/snapshot.csv`: the same for spreadsheets, one line per contact.
pub(in crate::web) async fn snapshot_csv(
    id: web::Path<String>,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let id = begin_download(&id, &web, &user).await?;
    let columns =
        web.flows.snapshot_columns(&user.viewer, id).await.map_err(|error| problem(error, &user))?;
    let name = download::file_name(&format!("contact-eraser-contacts-{id}"), &user.viewer.portal, "csv");
    let head: Vec<String> = columns.clone();
    let separator = Separator::for_language(user.context.language);
    let parts = chunks(web.flows.clone(), user.viewer, id).map(move |portion| {
        portion.map(|snapshots| {
            snapshots.iter().map(|snapshot| line(separator, snapshot, &columns)).collect::<String>()
        })
    });
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    Ok(csv::send(&name, separator, &head, parts))
}

async fn begin_download(id: &str, web: &Web, user: &SignedIn) -> Result<JobId, Problem> {
    let id = job_id(id, user)?;
    let allowed = web.flows.begin_download(&user.viewer, id, &user.context.request_id).await;
    allowed.map(|()| id).map_err(|error| problem(error, user))
}

fn chunks(
    flows: Flows,
    viewer: Viewer,
    id: JobId,
) -> impl Stream<Item = Result<Vec<Snapshot>, JobError>> + 'static {
    in_chunks(move |after| {
        let (flows, viewer) = (flows.clone(), viewer.clone());
        async move {
            let snapshots = flows.job_snapshots(&viewer, id, after, CHUNK).await?;
            Ok(snapshots.last().map(|last| last.contact_id).map(|last| (snapshots, last)))
        }
    })
}

fn line(separator: Separator, snapshot: &Snapshot, columns: &[String]) -> String {
    let contact: Value = serde_json::from_str(&snapshot.body).unwrap_or(Value::Null);
    let cells: Vec<String> = columns.iter().map(|column| cell(&contact[column.as_str()])).collect();
    csv::line(separator, cells.iter().map(String::as_str))
}

/// Phones, e-mail addresses and similar fields are lists of objects with a `VALUE`.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(entries) => entries.iter().map(cell).collect::<Vec<_>>().join(", "),
        Value::Object(entry) if entry.contains_key("VALUE") => cell(&entry["VALUE"]),
        other => other.to_string(),
    }
}
