//! `/api/settings`: the settings that administrators choose. The version is the entity tag. A client that sends it in
//! `If-Match` never overwrites newer settings.

use actix_web::http::header::{CACHE_CONTROL, ETAG, HeaderMap, IF_MATCH};
use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Map, Value};

use super::read_body;
use crate::domain::settings::VersionedSettings;
use crate::flows::settings::SaveError;
use crate::web::Web;
use crate::web::context::SignedIn;
use crate::web::error::{InvalidRequest, Problem, ProblemKind};

/// `GET /api/settings`: for all users of the app.
pub(in crate::web) async fn show_settings(
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let settings = web.flows.settings(&user.viewer).await;
    Ok(answer(&settings.map_err(|failure| user.context.problem(failure))?))
}

/// `PUT /api/settings`: for administrators.
pub(in crate::web) async fn save_settings(
    request: HttpRequest,
    body: web::Payload,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let invalid = || user.context.problem(ProblemKind::InvalidRequest(InvalidRequest::Parameters));
    let seen = read_seen(request.headers()).ok_or_else(invalid)?;
    let body = read_body(body, &user.context).await?;
    let changes: Map<String, Value> = serde_json::from_slice(&body).map_err(|_unreadable| invalid())?;
    let saved = web.flows.save_settings(&user.viewer, &changes, seen).await;
    saved.map(|settings| answer(&settings)).map_err(|error| user.context.problem(refusal(error)))
}

/// The version that the client has read, if it sends one. A proxy may have marked the tag as weak.
#[expect(clippy::option_option, reason = "no version named and a malformed one are different things")]
fn read_seen(headers: &HeaderMap) -> Option<Option<i64>> {
    let Some(value) = headers.get(IF_MATCH) else { return Some(None) };
    let tag = value.to_str().ok()?.trim();
    if tag == "*" {
        return Some(None);
    }
    let quoted = tag.strip_prefix("W/").unwrap_or(tag);
    quoted.strip_prefix('"')?.strip_suffix('"')?.parse().ok().map(Some)
}

fn answer(current: &VersionedSettings) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((ETAG, format!("\"{}\"", current.version)))
        .json(&current.settings)
}

fn refusal(error: SaveError) -> ProblemKind {
    match error {
        SaveError::Invalid(fields) => ProblemKind::InvalidSettings(fields),
        SaveError::Stale(current) => ProblemKind::SettingsChanged(current),
        SaveError::Failure(failure) => failure.into(),
    }
}
