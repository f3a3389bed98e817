//! `/api/jobs`: creates, shows, starts, pauses, resumes, cancels, restores and repeats jobs.

pub(in crate::web) mod erasure;
pub(in crate::web) mod events;
pub(in crate::web) mod files;
mod request;
mod view;

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Deserialize;
use serde_json::json;
use url::form_urlencoded;

use super::{answer, read_body_up_to};
use crate::domain::ids::ContactId;
use crate::domain::job::{Item, JobId, Outcome};
use crate::flows::job_names::ItemExtras;
use crate::flows::jobs::{DraftConfirmation, JobError, JobView};
use crate::web::Web;
use crate::web::context::SignedIn;
use crate::web::error::{InvalidRequest, Problem, ProblemKind};

/// Space for 100,000 ids of ten digits with separators.
const MAX_REQUEST_BYTES: usize = 2 * 1024 * 1024;
/// Jobs per answer.
const JOBS_PAGE: u32 = 50;
/// Contacts per answer.
const ITEMS_PAGE: u32 = 200;

/// `POST /api/jobs`.
pub(in crate::web) async fn create_job(
    request: HttpRequest,
    body: web::Payload,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let key = request::read_key(request.headers()).map_err(|kind| user.context.problem(kind))?;
    let body = read_body_up_to(MAX_REQUEST_BYTES, body, &user.context).await?;
    let job_request = request::read(&body, key).map_err(|kind| user.context.problem(kind))?;
    accepted(web.flows.create_job(&user.viewer, job_request, &user.context.request_id).await, &user)
}

/// `GET /api/jobs`: newest first.
pub(in crate::web) async fn list_jobs(
    request: HttpRequest,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let mut before = None;
    for (name, value) in form_urlencoded::parse(request.query_string().as_bytes()) {
        match name.as_ref() {
            "after" if value.is_empty() => {}
            "after" => before = Some(JobId::parse(&value).ok_or_else(|| bad_parameters(&user))?),
            _ => return Err(bad_parameters(&user)),
        }
    }
    let jobs = web.flows.list_jobs(&user.viewer, before, JOBS_PAGE).await;
    let jobs = jobs.map_err(|error| problem(error, &user))?;
    let is_full = jobs.len() == JOBS_PAGE as usize;
    let next = jobs.last().filter(|_| is_full).map(|last| last.job.id.0);
    Ok(answer(&json!({"items": jobs.iter().map(view::job_json).collect::<Vec<_>>(), "next": next})))
}

/// `GET /api/jobs/{id}`.
pub(in crate::web) async fn show_job(
    id: web::Path<String>,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let id = job_id(&id, &user)?;
    job_answer(web.flows.show_job(&user.viewer, id).await, &user)
}

/// `GET /api/jobs/{id}/impact`.
pub(in crate::web) async fn show_impact(
    id: web::Path<String>,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let id = job_id(&id, &user)?;
    let impact = web.flows.job_impact(&user.viewer, id).await;
    Ok(answer(&impact.map_err(|error| problem(error, &user))?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StartBody {
    confirm_total: u32,
    snapshot: Option<bool>,
}

/// `POST /api/jobs/{id}/start`.
pub(in crate::web) async fn start_job(
    id: web::Path<String>,
    body: web::Payload,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let id = job_id(&id, &user)?;
    let body = super::read_body(body, &user.context).await?;
    let confirmed =
        serde_json::from_slice::<StartBody>(&body).map_err(|_unreadable| bad_parameters(&user))?;
    let confirmed = DraftConfirmation { total: confirmed.confirm_total, keeps_snapshot: confirmed.snapshot };
    job_answer(web.flows.start_job(&user.viewer, id, confirmed, &user.context.request_id).await, &user)
}

/// `POST /api/jobs/{id}/pause`.
pub(in crate::web) async fn pause_job(
    id: web::Path<String>,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let id = job_id(&id, &user)?;
    job_answer(web.flows.pause_job(&user.viewer, id, &user.context.request_id).await, &user)
}

/// `POST /api/jobs/{id}/resume`.
pub(in crate::web) async fn resume_job(
    id: web::Path<String>,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let id = job_id(&id, &user)?;
    job_answer(web.flows.resume_job(&user.viewer, id, &user.context.request_id).await, &user)
}

/// `POST /api/jobs/{id}/cancel`.
pub(in crate::web) async fn cancel_job(
    id: web::Path<String>,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let id = job_id(&id, &user)?;
    job_answer(web.flows.cancel_job(&user.viewer, id, &user.context.request_id).await, &user)
}

/// `POST /api/jobs/{id}/restore`.
pub(in crate::web) async fn restore_job(
    id: web::Path<String>,
    request: HttpRequest,
    body: web::Payload,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let id = job_id(&id, &user)?;
    let key = request::read_key(request.headers()).map_err(|kind| user.context.problem(kind))?;
    let body = read_body_up_to(MAX_REQUEST_BYTES, body, &user.context).await?;
    let named = request::read_named(&body).map_err(|kind| user.context.problem(kind))?;
    let request_id = &user.context.request_id;
    accepted(web.flows.restore_job(&user.viewer, id, named, key.as_deref(), request_id).await, &user)
}

/// `POST /api/jobs/{id}/repeat`: creates a draft with the contacts that the job has not deleted.
pub(in crate::web) async fn repeat_job(
    id: web::Path<String>,
    request: HttpRequest,
    body: web::Payload,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let id = job_id(&id, &user)?;
    let key = request::read_key(request.headers()).map_err(|kind| user.context.problem(kind))?;
    let body = super::read_body(body, &user.context).await?;
    let repeat = request::read_repeat(&body).map_err(|kind| user.context.problem(kind))?;
    let request_id = &user.context.request_id;
    accepted(web.flows.repeat_job(&user.viewer, id, &repeat, key.as_deref(), request_id).await, &user)
}

/// `GET /api/jobs/{id}/items`. With `names=1`, each contact also has its name, and each contact that was kept for an
/// open deal has one such deal, if known.
pub(in crate::web) async fn list_items(
    id: web::Path<String>,
    request: HttpRequest,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let id = job_id(&id, &user)?;
    let (mut outcome, mut after, mut is_named) = (None, None, false);
    for (name, value) in form_urlencoded::parse(request.query_string().as_bytes()) {
        match name.as_ref() {
            "outcome" | "after" | "names" if value.is_empty() => {}
            "names" if value == "1" => is_named = true,
            "outcome" => {
                let known = Outcome::parse(&value).filter(|outcome| *outcome != Outcome::Asked);
                outcome = Some(known.ok_or_else(|| bad_parameters(&user))?);
            }
            "after" => after = Some(ContactId::parse(&value).ok_or_else(|| bad_parameters(&user))?),
            _ => return Err(bad_parameters(&user)),
        }
    }
    let items = web.flows.job_items(&user.viewer, id, outcome, after, ITEMS_PAGE).await;
    let items = items.map_err(|error| problem(error, &user))?;
    let next = items.last().filter(|_| items.len() == ITEMS_PAGE as usize).map(|last| last.contact_id);
    let extras = if is_named {
        let extras = web.flows.item_extras(&user.viewer, id, &items).await;
        extras.map_err(|error| problem(error, &user))?
    } else {
        ItemExtras::default()
    };
    let language = user.context.language;
    let shown = |item: &Item| {
        let named = view::with_name(view::item_json(item, language), extras.names.get(&item.contact_id));
        view::with_deal(named, extras.deals.get(&item.contact_id).copied())
    };
    let items: Vec<_> = items.iter().map(shown).collect();
    Ok(answer(&json!({"items": items, "next": next})))
}

/// The answer for a new job.
fn accepted(made: Result<JobView, JobError>, user: &SignedIn) -> Result<HttpResponse, Problem> {
    let made = made.map_err(|error| problem(error, user))?;
    Ok(HttpResponse::Accepted().insert_header((CACHE_CONTROL, "no-store")).json(view::job_json(&made)))
}

fn job_answer(job: Result<JobView, JobError>, user: &SignedIn) -> Result<HttpResponse, Problem> {
    Ok(answer(&view::job_json(&job.map_err(|error| problem(error, user))?)))
}

fn job_id(text: &str, user: &SignedIn) -> Result<JobId, Problem> {
    JobId::parse(text).ok_or_else(|| user.context.problem(ProblemKind::JobNotFound))
}

fn bad_parameters(user: &SignedIn) -> Problem {
    user.context.problem(ProblemKind::InvalidRequest(InvalidRequest::Parameters))
}

fn problem(error: JobError, user: &SignedIn) -> Problem {
    user.context.problem(match error {
        JobError::NotFound => ProblemKind::JobNotFound,
        JobError::BadSet => ProblemKind::InvalidRequest(InvalidRequest::Set),
        JobError::TooMany => ProblemKind::TooManyContacts,
        JobError::NotConfirmed => ProblemKind::ConfirmationRequired,
        JobError::TotalChanged => ProblemKind::TotalChanged,
        JobError::Conflict => ProblemKind::JobConflict,
        JobError::NotReady => ProblemKind::JobNotReady,
        JobError::SnapshotGone => ProblemKind::SnapshotGone,
        JobError::Failure(failure) => failure.into(),
    })
}
