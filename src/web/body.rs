//! Request bodies, bounded in size and in time.

use std::time::Duration;

use actix_web::web::{Bytes, Payload};

/// How long a sender may take for a body: it is a form or a few lines of JSON.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why a body was not read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum BodyError {
    /// It is longer than any that is read.
    TooLong,
    /// It broke off, or did not come in time.
    BrokeOff,
}

/// Reads a whole body.
pub(super) async fn read(body: Payload, longest: usize) -> Result<Bytes, BodyError> {
    match tokio::time::timeout(PATIENCE, body.to_bytes_limited(longest)).await {
        Ok(Ok(Ok(body))) => Ok(body),
        Ok(Err(_too_long)) => Err(BodyError::TooLong),
        Ok(Ok(Err(_))) | Err(_) => Err(BodyError::BrokeOff),
    }
}
