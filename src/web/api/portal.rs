//! `/api/portal`: shows, repairs and ends the installation; for administrators.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{answer, read_body};
use crate::domain::clock::UnixTime;
use crate::domain::feature::Feature;
use crate::flows::installation::{FeatureState, InstallationState};
use crate::web::Web;
use crate::web::context::SignedIn;
use crate::web::error::{InvalidRequest, Problem, ProblemKind};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DisconnectBody {
    confirm: String,
}

/// `GET /api/portal`.
pub(in crate::web) async fn show_portal(
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let state = web.flows.installation(&user.viewer).await;
    Ok(answer(&describe(&state.map_err(|failure| user.context.problem(failure))?)))
}

/// `POST /api/portal/repair`.
pub(in crate::web) async fn repair_portal(
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let state = web.flows.repair_installation(&user.viewer).await;
    Ok(answer(&describe(&state.map_err(|failure| user.context.problem(failure))?)))
}

/// `DELETE /api/portal/introduction`: the introduction is not shown again. Repeated calls change nothing.
pub(in crate::web) async fn end_introduction(
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let ended = web.flows.end_introduction(&user.viewer).await;
    ended.map_err(|failure| user.context.problem(failure))?;
    Ok(answer(&json!({"outcome": "ended"})))
}

/// `POST /api/portal/disconnect`: deletes what is stored about the portal. The user must have typed its domain.
pub(in crate::web) async fn disconnect_portal(
    body: web::Payload,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let body = read_body(body, &user.context).await?;
    let confirmation: DisconnectBody = serde_json::from_slice(&body).map_err(|_unreadable| {
        user.context.problem(ProblemKind::InvalidRequest(InvalidRequest::Parameters))
    })?;
    let done = web.flows.disconnect(user.viewer, &confirmation.confirm).await;
    done.map_err(|failure| user.context.problem(failure))?;
    Ok(answer(&json!({"outcome": "disconnected"})))
}

fn describe(state: &InstallationState) -> Value {
    let features = state.features.iter().map(|(feature, state)| {
        let name = match feature {
            Feature::Events => "events",
            Feature::ContactCard => "contact_card",
            Feature::ContactList => "contact_list",
            Feature::ListToolbar => "contact_toolbar",
            Feature::Names => "names",
        };
        let state = match state {
            FeatureState::Bound => "bound",
            FeatureState::Missing => "missing",
            FeatureState::Off => "off",
            FeatureState::Unknown => "unknown",
        };
        (name.to_owned(), state.into())
    });
    let (alive, gone) = state.authorizations;
    json!({
        "domain": state.portal.endpoint.host(),
        "installed_at": state.portal.installed_at.iso(),
        "installed_by": state.installed_by,
        "licence": state.portal.licence,
        "scopes": state.portal.scope.names(),
        "missing_scopes": state.missing_scopes,
        "features": Value::Object(features.collect()),
        "authorizations": {"alive": alive, "gone": gone},
        "limits": describe_limits(state),
    })
}

fn describe_limits(state: &InstallationState) -> Value {
    let running = state.limits.running_time.iter().map(|time| {
        json!({"method": time.method, "left_seconds": time.left.floor(),
            "blocked_until": time.blocked_until.map(UnixTime::iso)})
    });
    let met = state
        .limits_met
        .iter()
        .map(|met| json!({"error": met.error, "calls": met.calls, "last": UnixTime(met.last).iso()}));
    json!({
        "calls_at_once": state.limits.burst,
        "calls_per_second": state.limits.per_second,
        "running_time": running.collect::<Vec<_>>(),
        "met": met.collect::<Vec<_>>(),
    })
}
