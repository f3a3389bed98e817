//! `POST /events`: the portal's events about the app.

use actix_web::{HttpResponse, web};

use super::Web;
use super::body::{self, BodyError};
use crate::domain::security::SecurityEvent;
use crate::flows::events::EventError;
use crate::flows::{EventPost, MAX_POST_BYTES};

/// Answers 200 when the event's effect is stored. Portals do not repeat a delivery, so a failure is answered with 503
/// and logged.
pub(super) async fn receive(body: web::Payload, web: web::Data<Web>) -> HttpResponse {
    let body = match body::read(body, MAX_POST_BYTES).await {
        Ok(body) => body,
        Err(BodyError::BrokeOff) => return HttpResponse::BadRequest().finish(),
        Err(BodyError::TooLong) => return HttpResponse::PayloadTooLarge().finish(),
    };
    let post = match EventPost::parse(&body) {
        Ok(post) => post,
        Err(malformed) => {
            tracing::info!(%malformed, "a malformed event");
            return HttpResponse::BadRequest().finish();
        }
    };
    let (event, member_id) = (post.event, post.member_id.clone());
    match web.flows.receive(post).await {
        Ok(()) => {
            tracing::info!(portal.member_id = %member_id, ?event, "event");
            HttpResponse::Ok().finish()
        }
        Err(error @ EventError::NotAuthentic(_)) => {
            tracing::warn!(portal.member_id = %member_id, ?event, %error, "the event was refused");
            SecurityEvent::EventRefused.record("an event was refused");
            HttpResponse::Forbidden().finish()
        }
        Err(error @ EventError::Failure(_)) => {
            tracing::error!(portal.member_id = %member_id, ?event, %error, "the event could not be stored");
            HttpResponse::ServiceUnavailable().finish()
        }
    }
}
