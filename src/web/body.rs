//! Reads request bodies within limits for size and time.

use std::time::Duration;

use actix_web::web::{Bytes, Payload};
use futures_util::StreamExt;
use tokio::time::{Instant, timeout, timeout_at};

use super::upload_slots::{UploadSlot, UploadSlots};
use crate::domain::ids::MemberId;

/// How long a client may take to send a form or a few lines of JSON.
const MAX_WAIT: Duration = Duration::from_secs(10);

/// Why a body was not read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum BodyError {
    /// It is longer than the limit.
    TooLong,
    /// It ended early or arrived too late.
    BrokeOff,
}

/// Reads a whole body.
pub(super) async fn read(body: Payload, longest: usize) -> Result<Bytes, BodyError> {
    match timeout(MAX_WAIT, body.to_bytes_limited(longest)).await {
        Ok(Ok(Ok(body))) => Ok(body),
        Ok(Err(_too_long)) => Err(BodyError::TooLong),
        Ok(Ok(Err(_))) | Err(_) => Err(BodyError::BrokeOff),
    }
}

/// How long a client may take to send a file.
const MAX_WAIT_FOR_FILE: Duration = Duration::from_mins(2);
/// Files up to this size need no slot.
const SMALL_FILE: usize = 1024 * 1024;
/// How much of an oversized file is read and discarded, so that the client receives the error.
const READ_AND_DROPPED: usize = 64 * 1024 * 1024;
/// How long a client with a slot may send nothing, and how far it may fall behind the minimum speed.
const SILENCE: Duration = Duration::from_secs(5);
/// The minimum speed of a client with a slot, in bytes per second: half a megabit.
const LEAST_SPEED: f64 = 64_000.0;

/// Why a file was not read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum FileError {
    /// It is longer than the limit.
    TooLong,
    /// It ended early or arrived too slowly.
    BrokeOff,
    /// No slot was free.
    NoSlot,
}

/// Reads a file. A large file waits for a slot and keeps it until the caller has finished with the file. A client that
/// stops sending or sends too slowly loses the slot.
pub(super) async fn read_file(
    mut body: Payload,
    longest: usize,
    (slots, portal): (&UploadSlots, &MemberId),
) -> Result<(Vec<u8>, Option<UploadSlot>), FileError> {
    let mut bytes = Vec::new();
    let mut held: Option<(UploadSlot, TransferRate)> = None;
    let read = async {
        loop {
            let next = match &held {
                None => body.next().await,
                Some((_, rate)) => {
                    timeout_at(rate.deadline(), body.next()).await.map_err(|_late| FileError::BrokeOff)?
                }
            };
            let Some(part) = next else { return Ok(()) };
            let part = part.map_err(|_error| FileError::BrokeOff)?;
            if bytes.len() + part.len() > longest {
                drop_rest(&mut body).await;
                return Err(FileError::TooLong);
            }
            if held.is_none() && bytes.len() + part.len() > SMALL_FILE {
                let Some(slot) = slots.acquire(portal).await else {
                    bytes = Vec::new();
                    drop_rest(&mut body).await;
                    return Err(FileError::NoSlot);
                };
                held = Some((slot, TransferRate::new()));
            }
            if let Some((_, rate)) = &mut held {
                rate.came(part.len());
            }
            bytes.extend_from_slice(&part);
        }
    };
    match timeout(MAX_WAIT_FOR_FILE, read).await {
        Ok(Ok(())) => Ok((bytes, held.map(|(slot, _)| slot))),
        Ok(Err(error)) => Err(error),
        Err(_late) => Err(FileError::BrokeOff),
    }
}

/// Reads and discards the rest of a body for a limited time.
async fn drop_rest(body: &mut Payload) {
    let rest = async {
        let mut dropped = 0;
        while let Some(Ok(part)) = body.next().await {
            dropped += part.len();
            if dropped > READ_AND_DROPPED {
                return;
            }
        }
    };
    // A client that is too slow receives the error while it is still sending.
    let _ = timeout(MAX_WAIT, rest).await;
}

/// How fast a file arrives.
struct TransferRate {
    began: Instant,
    last: Instant,
    bytes: u32,
}

impl TransferRate {
    fn new() -> Self {
        let now = Instant::now();
        Self { began: now, last: now, bytes: 0 }
    }

    fn came(&mut self, bytes: usize) {
        self.last = Instant::now();
        self.bytes = self.bytes.saturating_add(u32::try_from(bytes).unwrap_or(u32::MAX));
    }

    /// When the next bytes must arrive.
    fn deadline(&self) -> Instant {
        let due = self.began + SILENCE + Duration::from_secs_f64(f64::from(self.bytes) / LEAST_SPEED);
        due.min(self.last + SILENCE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_fast_sender_may_pause_and_a_slow_sender_is_cut_off() {
        let mut rate = TransferRate::new();
        assert_eq!(rate.deadline(), rate.began + SILENCE);
        rate.came(60_000_000);
        assert_eq!(rate.deadline(), rate.last + SILENCE);
        let mut rate = TransferRate::new();
        rate.came(32_000);
        rate.last = rate.began + Duration::from_secs(4);
        assert_eq!(rate.deadline(), rate.began + Duration::from_millis(5_500));
    }
}
