//! The API of the browser: JSON, a session in a header, errors by RFC 9457.

pub(super) mod audit;
pub(super) mod contacts;
pub(super) mod filters;
pub(super) mod jobs;
pub(super) mod lists;
pub(super) mod portal;
pub(super) mod requests;
pub(super) mod session;
pub(super) mod settings;
pub(super) mod users;

use actix_web::http::header::CACHE_CONTROL;
use actix_web::{HttpResponse, web};
use serde::Serialize;

use super::body::{self, BodyError};
use super::context::Context;
use super::error::{InvalidRequest, Problem, ProblemKind};

/// The longest body of an API call.
const MAX_BODY_BYTES: usize = 64 * 1024;

/// Answers an unknown address under `/api`.
pub(super) async fn no_such_call(context: Context) -> Result<HttpResponse, Problem> {
    Err(context.problem(ProblemKind::InvalidRequest(InvalidRequest::Address)))
}

/// Answers a method that the address does not allow.
pub(super) async fn no_such_method(context: Context) -> Result<HttpResponse, Problem> {
    Err(context.problem(ProblemKind::InvalidRequest(InvalidRequest::Method)))
}

fn answer(body: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(body)
}

async fn read_body(body: web::Payload, context: &Context) -> Result<web::Bytes, Problem> {
    read_body_up_to(MAX_BODY_BYTES, body, context).await
}

async fn read_body_up_to(
    longest: usize,
    body: web::Payload,
    context: &Context,
) -> Result<web::Bytes, Problem> {
    body::read(body, longest).await.map_err(|error| {
        let how = match error {
            BodyError::BrokeOff => InvalidRequest::Parameters,
            BodyError::TooLong => InvalidRequest::TooLarge,
        };
        context.problem(ProblemKind::InvalidRequest(how))
    })
}
