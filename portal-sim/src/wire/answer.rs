//! The answer of a method or of the authorization server, before scripted faults change it.

use crate::clock::iso;
use crate::php::{Php, php, text};
use crate::world::RunningTime;

/// An answer as a status and a PHP value.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Php,
    /// The text that is sent, if it is not that of `body`.
    pub(crate) text: Option<String>,
}

impl Answer {
    pub(crate) fn new(status: u16, body: Php) -> Self {
        Self { status, body, text: None }
    }

    pub(crate) fn ok(body: Php) -> Self {
        Self::new(200, body)
    }

    pub(crate) fn error(status: u16, code: &str, description: &str) -> Self {
        Self::new(status, php! { "error" => code, "error_description" => description })
    }

    /// Its `error`.
    pub(crate) fn code(&self) -> Option<String> {
        self.body.get("error").map(text)
    }

    /// Whether it reports a success.
    pub(crate) fn is_success(&self) -> bool {
        self.status == 200 && self.body.get("error").is_none()
    }

    /// The text that is sent.
    pub(crate) fn sent_text(&self) -> String {
        self.text.clone().unwrap_or_else(|| self.body.to_text())
    }
}

/// The `time` of an answer. It has `operating` only if running time is limited.
pub(crate) fn time_block(start: f64, duration: f64, running_time: Option<RunningTime>) -> Php {
    let mut time = php! {
        "start" => start,
        "finish" => start + duration,
        "duration" => duration,
        "processing" => duration,
        "date_start" => iso(start),
        "date_finish" => iso(start + duration),
    };
    if let Some(running_time) = running_time {
        time.array_mut().set("operating_reset_at", running_time.reset_at);
        time.array_mut().set("operating", running_time.seconds);
    }
    time
}
