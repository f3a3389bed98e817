//! `/api/jobs/{id}/erasure`: the erasure record, as data and as a page to print. Also destroys the copies of a job.

use std::collections::HashMap;

use actix_web::{HttpRequest, HttpResponse, web};
use futures_util::{Stream, StreamExt};
use serde::Deserialize;
use serde_json::{Value, json};

use super::job_file::{in_chunks, read_page_options, send};
use super::{answer, bad_parameters, job_id, problem, view};
use crate::domain::clock::UnixTime;
use crate::domain::job::{Item, JobId};
use crate::flows::erasure::{Copies, Erasure, Reference};
use crate::flows::jobs::JobError;
use crate::flows::{Flows, Viewer};
use crate::web::Web;
use crate::web::context::SignedIn;
use crate::web::error::{InvalidRequest, Problem, ProblemKind};
use crate::web::pages::record::{self, RecordView};

/// Contacts per read.
const CHUNK: u32 = 500;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordBody {
    reference: String,
}

/// `POST /api/jobs/{id}/erasure`: records a finished deletion under a request number.
pub(in crate::web) async fn record(
    id: web::Path<String>,
    body: web::Payload,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let id = job_id(&id, &user)?;
    let body = super::super::read_body(body, &user.context).await?;
    let recording: RecordBody = serde_json::from_slice(&body).map_err(|_unreadable| bad_parameters(&user))?;
    let reference = Reference::parse(&recording.reference)
        .ok_or_else(|| user.context.problem(ProblemKind::InvalidRequest(InvalidRequest::Reference)))?;
    let recorded = web.flows.record_erasure(&user.viewer, id, reference, &user.context.request_id).await;
    let erasure = recorded.map_err(|error| problem(error, &user))?;
    Ok(answer(&Value::Object(head(&erasure, &user.viewer))))
}

/// `DELETE /api/jobs/{id}/snapshot`: destroys the copies of the contacts that the job has deleted.
pub(in crate::web) async fn destroy_snapshot(
    id: web::Path<String>,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let id = job_id(&id, &user)?;
    let destroyed = web.flows.destroy_snapshots(&user.viewer, id, &user.context.request_id).await;
    destroyed.map_err(|error| problem(error, &user))?;
    super::job_answer(web.flows.show_job(&user.viewer, id).await, &user)
}

/// `GET /api/jobs/{id}/erasure.json`: the record with the id and outcome of each contact.
pub(in crate::web) async fn as_json(
    id: web::Path<String>,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let (id, erasure) = find(&id, &web, &user).await?;
    let mut text = Value::Object(head(&erasure, &user.viewer)).to_string();
    // The object stays open for the contacts.
    text.pop();
    text.push_str(",\"contacts\":[");
    let mut is_first = true;
    let contacts = items(web.flows.clone(), user.viewer.clone(), id).map(move |items| {
        items.map(|items| {
            let mut text = String::new();
            for item in items {
                text.push_str(if is_first { "\n" } else { ",\n" });
                let settled_at = item.settled_at.map(UnixTime::iso);
                let outcome = view::outcome_word(item.outcome);
                text.push_str(
                    &json!({"id": item.contact_id, "outcome": outcome, "at": settled_at}).to_string(),
                );
                is_first = false;
            }
            text
        })
    });
    Ok(send(
        &user,
        &format!("erasure-{id}"),
        ("json", "application/json"),
        (text, "\n]}\n".to_owned()),
        contacts,
    ))
}

/// `GET /api/jobs/{id}/erasure.html?offset=&zone=&names=`: the record as a page without other files, to print or file.
/// Times are also shown in a zone with this offset from UTC in minutes. With `names=1`, the page names the users who
/// deleted and recorded.
pub(in crate::web) async fn as_page(
    id: web::Path<String>,
    request: HttpRequest,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let (id, erasure) = find(&id, &web, &user).await?;
    let (zone, is_named) = read_page_options(request.query_string()).ok_or_else(|| bad_parameters(&user))?;
    let people = [erasure.job.principal.user_id, erasure.record.recorded_by];
    // If the portal does not answer, users are shown as ids.
    let names = if is_named {
        let found = web.flows.people(&user.viewer, &people).await.ok().flatten().unwrap_or_default();
        found.into_iter().map(|person| (person.id, person.name)).collect()
    } else {
        HashMap::new()
    };
    let (portal, language) = (user.viewer.portal.endpoint.host().to_string(), user.context.language);
    let view =
        RecordView { language, portal: &portal, erasure: &erasure, names: &names, zone: zone.as_ref() };
    let ends = record::record(&view);
    let rows = items(web.flows.clone(), user.viewer.clone(), id).map(move |items| {
        items.map(|items| items.iter().map(|item| record::row(item, language, zone.as_ref())).collect())
    });
    Ok(send(&user, &format!("erasure-{id}"), ("html", "text/html; charset=utf-8"), ends, rows))
}

async fn find(id: &str, web: &Web, user: &SignedIn) -> Result<(JobId, Erasure), Problem> {
    let id = job_id(id, user)?;
    let found = web.flows.erasure(&user.viewer, id).await;
    found.map(|erasure| (id, erasure)).map_err(|error| problem(error, user))
}

/// The record without its contacts.
fn head(erasure: &Erasure, viewer: &Viewer) -> serde_json::Map<String, Value> {
    let (record, job) = (&erasure.record, &erasure.job);
    let counts = &job.counts;
    let (kept_until, destroyed_at) = match erasure.copies {
        Copies::Until(until) => (Some(until.iso()), None),
        Copies::Destroyed(at) => (None, Some(at.iso())),
        Copies::None => (None, None),
    };
    let whole = json!({
        "app": {"name": "Contact Eraser", "version": env!("CARGO_PKG_VERSION")},
        "reference": record.reference.as_str(),
        "portal": viewer.portal.endpoint.host(),
        "job": job.id.0,
        "number": job.number,
        "state": job.state.as_str(),
        "deleted_by": job.principal.user_id,
        "started_at": job.started_at.map(UnixTime::iso),
        "finished_at": job.finished_at.map(UnixTime::iso),
        "recorded_by": record.recorded_by,
        "recorded_at": record.recorded_at.iso(),
        "total": counts.total,
        "deleted": counts.deleted,
        "gone": counts.gone,
        "denied": counts.denied,
        "protected": counts.protected,
        "failed": counts.failed,
        "cancelled": counts.cancelled,
        "verified_gone": job.verified,
        "restored": erasure.restored,
        "set_sha256": erasure.set,
        "remains": {
            "recycle_bin": counts.deleted > 0,
            "snapshot_until": kept_until,
            "snapshot_destroyed_at": destroyed_at,
        },
    });
    match whole {
        Value::Object(fields) => fields,
        _ => serde_json::Map::new(),
    }
}

fn items(flows: Flows, viewer: Viewer, id: JobId) -> impl Stream<Item = Result<Vec<Item>, JobError>> {
    in_chunks(move |after| {
        let (flows, viewer) = (flows.clone(), viewer.clone());
        async move {
            let items = flows.job_items(&viewer, id, None, after, CHUNK).await?;
            Ok(items.last().map(|last| last.contact_id).map(|last| (items, last)))
        }
    })
}
