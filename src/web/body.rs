//! Request bodies, bounded in size and in time.

use std::time::Duration;

use actix_web::web::{Bytes, Payload};
use futures_util::StreamExt;
use tokio::sync::{Semaphore, SemaphorePermit};

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

/// How long a sender may take for a file.
const PATIENCE_FOR_FILES: Duration = Duration::from_mins(2);
/// A file of this size is taken like any other body; of larger ones only a few are held at a time.
const SMALL_FILE: usize = 1024 * 1024;
/// What is read of a file beyond the longest that is taken, so that its sender comes to hear of it.
const READ_AND_DROPPED: usize = 64 * 1024 * 1024;

/// Reads a file. Whoever sends a large one waits until there is room for it, and holds the room until the file is done
/// with.
pub(super) async fn read_file(
    mut body: Payload,
    longest: usize,
    room: &Semaphore,
) -> Result<(Vec<u8>, Option<SemaphorePermit<'_>>), BodyError> {
    let (mut bytes, mut held, mut dropped) = (Vec::new(), None, 0);
    let read = async {
        while let Some(part) = body.next().await {
            let part = part.map_err(|_error| BodyError::BrokeOff)?;
            if bytes.len() + part.len() > longest {
                dropped += part.len();
                if dropped > READ_AND_DROPPED {
                    return Err(BodyError::TooLong);
                }
                continue;
            }
            if held.is_none() && bytes.len() + part.len() > SMALL_FILE {
                held = Some(room.acquire().await.map_err(|_error| BodyError::BrokeOff)?);
            }
            bytes.extend_from_slice(&part);
        }
        if dropped > 0 { Err(BodyError::TooLong) } else { Ok(()) }
    };
    match tokio::time::timeout(PATIENCE_FOR_FILES, read).await {
        Ok(Ok(())) => Ok((bytes, held)),
        Ok(Err(error)) => Err(error),
        Err(_) => Err(BodyError::BrokeOff),
    }
}
