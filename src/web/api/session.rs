//! `POST /api/session`: issues a new session for a token that the portal's JavaScript has just renewed. The token is
//! verified like that of a page.

use actix_web::{HttpResponse, web};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{answer, read_body};
use crate::domain::ids::MemberId;
use crate::domain::portal::PortalHost;
use crate::domain::secret::{AccessToken, RefreshToken};
use crate::flows::failure::Failure;
use crate::flows::open::{Claim, OpenError};
use crate::web::Web;
use crate::web::context::Context;
use crate::web::error::{InvalidRequest, Problem, ProblemKind};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SessionBody {
    domain: String,
    auth_id: String,
    refresh_id: Option<String>,
    auth_expires: Option<Value>,
    member_id: Option<String>,
}

/// Issues a session for the token's user.
pub(in crate::web) async fn renew_session(
    body: web::Payload,
    web: web::Data<Web>,
    context: Context,
) -> Result<HttpResponse, Problem> {
    let body = read_body(body, &context).await?;
    let claim = serde_json::from_slice::<SessionBody>(&body).ok().and_then(read_claim);
    let claim =
        claim.ok_or_else(|| context.problem(ProblemKind::InvalidRequest(InvalidRequest::Parameters)))?;
    let opened = web.flows.open(claim).await.map_err(|error| context.problem(refusal(error)))?;
    let issued = web.sessions.issue(&opened, context.language).map_err(|kind| context.problem(kind))?;
    Ok(answer(
        &json!({"session": issued.token, "expires_at": issued.expires_at.0, "user_id": opened.profile.id}),
    ))
}

fn read_claim(renewal: SessionBody) -> Option<Claim> {
    let member_id = renewal.member_id.map(|text| MemberId::parse(&text).ok_or(())).transpose().ok()?;
    let refresh_token =
        renewal.refresh_id.map(|text| RefreshToken::parse(&text).ok_or(())).transpose().ok()?;
    // The portal's script sends the number of seconds as text or as a number.
    let expires_in = match renewal.auth_expires {
        Some(Value::String(text)) => text.parse().ok(),
        Some(Value::Number(number)) => number.as_u64().and_then(|seconds| u32::try_from(seconds).ok()),
        _ => None,
    };
    Some(Claim {
        domain: PortalHost::parse(&renewal.domain)?,
        member_id,
        access_token: AccessToken::parse(&renewal.auth_id)?,
        refresh_token,
        expires_in,
        auth_server: None,
        application_token: None,
        may_return: false,
    })
}

fn refusal(error: OpenError) -> ProblemKind {
    match error {
        OpenError::Unverified(_) | OpenError::Removed => ProblemKind::PortalUnauthorized,
        OpenError::ForeignApp | OpenError::Failure(Failure::AccessDenied) => ProblemKind::AppAccessDenied,
        OpenError::OutOfReach(_) => ProblemKind::PortalUnavailable(error.to_string()),
        OpenError::Failure(failure) => failure.into(),
    }
}
