//! One REST call: `POST endpoint/method` with JSON. The token is in the body, because queries end up in logs
//! (b24restdocs settings/how-to-call-rest-api). A call succeeded only when the status is good and the body is an object
//! that has `result` and no key `error`. The error code may be empty, and the status of an error may be 200.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::Value;

pub use super::call::{Answer, Caller, Credential, Params, SentAt};
use super::error::{Refusal, RefusalKind, RestError, Transport};
use super::http::{CallTimeout, Connection, Http, RawAnswer};
use super::lenient;
use super::limiter::{Deferred, Limiter, Urgency};
use super::observer::{CallObserver, CallRecorder};
use super::running_time::RunningTime;
use crate::domain::portal::Endpoint;

/// Calls a portal's methods.
#[derive(Clone, Debug)]
pub struct RestClient {
    http: Http,
    limiter: Limiter,
    observer: Option<Arc<dyn CallObserver>>,
    /// The number of the next batch. The first is random, so that it differs from the numbers of other processes.
    batches: Arc<AtomicU32>,
}

impl RestClient {
    /// Sends calls through these clients, as fast as the limiter allows.
    #[must_use]
    pub fn new(http: Http, limiter: Limiter) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "any number does")]
        let first_number = RandomState::new().hash_one(0) as u32;
        Self { http, limiter, observer: None, batches: Arc::new(AtomicU32::new(first_number)) }
    }

    /// The same client with an observer of every call.
    #[must_use]
    pub fn observed_by(self, observer: Arc<dyn CallObserver>) -> Self {
        Self { observer: Some(observer), ..self }
    }

    /// A number that no other batch of this process has.
    pub(super) fn next_batch(&self) -> u32 {
        self.batches.fetch_add(1, Ordering::Relaxed)
    }

    /// The limiter that all calls share.
    #[must_use]
    pub fn limiter(&self) -> &Limiter {
        &self.limiter
    }

    /// Whether the configured rules allow calls to this portal.
    #[must_use]
    pub fn permits(&self, endpoint: &Endpoint) -> bool {
        self.http.permits(&endpoint.method("profile"))
    }

    /// Calls one method as the caller's user. A call that the portal refuses because of its rate limit has not run, so
    /// it is sent up to three times. A job's write is sent only once: the job gets it back, because its contacts are
    /// blocked while it waits. A read whose connection broke before an answer is sent once more, on a fresh connection.
    ///
    /// # Errors
    /// See [`RestError`]: it says whether the command may have run and whether a renewed token may help.
    pub async fn call(
        &self,
        caller: &Caller,
        method: &str,
        params: Params,
        timeout: CallTimeout,
    ) -> Result<Answer, RestError> {
        const TRIES: u32 = 3;
        let mut body = params;
        if let Credential::Token(token) = &caller.credential {
            body.insert("auth".to_owned(), Value::from(token.expose()));
        }
        let may_wait = caller.urgency == Urgency::Page || timeout.is_read();
        let mut refusals_left = if may_wait { TRIES } else { 1 };
        let mut connection = Connection::Any;
        let mut attempt = 0;
        loop {
            attempt += 1;
            let request = Request { method, body: &body, timeout, connection, attempt };
            let answer = self.call_once(caller, request).await;
            match &answer {
                Err(error) if error.refusal() == Some(RefusalKind::RateLimited) => {
                    refusals_left -= 1;
                    if refusals_left == 0 {
                        return answer;
                    }
                }
                Err(RestError::Transport(Transport::Dropped(_)))
                    if timeout.is_read() && connection == Connection::Any =>
                {
                    connection = Connection::Fresh;
                }
                _ => return answer,
            }
        }
    }

    async fn call_once(&self, caller: &Caller, request: Request<'_>) -> Result<Answer, RestError> {
        let Request { method, body, timeout, connection, attempt } = request;
        let url = match &caller.credential {
            Credential::Token(_) => caller.endpoint.method(method),
            // A webhook's secret is part of its address (b24restdocs local-integrations/local-webhooks.md).
            Credential::Webhook(user, secret) => {
                caller.endpoint.method(&format!("{user}/{}/{method}", secret.expose()))
            }
        };
        let request = self.http.portal_post(url, connection)?.json(body);
        let permit = self.limiter.acquire(&caller.endpoint, caller.urgency, timeout.is_read()).await;
        let permit = permit.map_err(|Deferred| RestError::Refused(Refusal::rate_limited()))?;
        if caller.latest.is_some_and(|latest| self.limiter.uptime() > latest) {
            // The call waited too long behind other calls.
            return Err(RestError::Refused(Refusal::rate_limited()));
        }
        let observer = self.observer.as_deref();
        let recorder =
            observer.and_then(|observer| CallRecorder::start(observer, caller, method, body, attempt));
        let started = self.limiter.uptime();
        if let Some(sent_at) = &caller.sent_at {
            sent_at.set(started);
        }
        let answer = match self.http.send(request, timeout).await {
            Ok(raw) => read_answer(&raw),
            Err(error) => Err(error.into()),
        };
        if answer.as_ref().err().and_then(RestError::refusal) == Some(RefusalKind::RateLimited) {
            self.limiter.refused(&caller.endpoint);
        }
        drop(permit);
        let took = self.limiter.uptime().saturating_sub(started);
        observe(method, took, answer.as_ref().err());
        if let Some(recorder) = recorder {
            recorder.finish(&answer);
        }
        answer.map(|answer| Answer { took, ..answer })
    }
}

/// One attempt of a call.
#[derive(Clone, Copy)]
struct Request<'a> {
    method: &'a str,
    body: &'a Params,
    timeout: CallTimeout,
    connection: Connection,
    attempt: u32,
}

fn observe(method: &str, took: Duration, error: Option<&RestError>) {
    let (took_ms, outcome) = (took.as_millis(), error.map_or("ok", RestError::label));
    let labels = [("method", method.to_owned()), ("outcome", outcome.to_owned())];
    metrics::counter!("eraser_portal_calls_total", &labels).increment(1);
    metrics::histogram!("eraser_portal_call_seconds", &labels).record(took.as_secs_f64());
    match error {
        None => tracing::debug!(rest.method = method, ms = took_ms, "the portal answered"),
        Some(error) => tracing::info!(rest.method = method, ms = took_ms, %error, "a portal call failed"),
    }
}

fn read_answer(raw: &RawAnswer) -> Result<Answer, RestError> {
    if raw.redirects_elsewhere {
        return Err(RestError::Moved);
    }
    let status = raw.status.as_u16();
    let unreadable = RestError::Unreadable { status };
    let Some(Value::Object(mut body)) = lenient::json(&raw.body) else { return Err(unreadable) };
    if let Some(error) = body.get("error") {
        return Err(RestError::Refused(read_refusal(error, body.get("error_description"), status)));
    }
    let total = lenient::number(body.get("total"));
    let running_time = RunningTime::parse(body.get("time"));
    match body.remove("result") {
        Some(result) if raw.status.is_success() => {
            Ok(Answer { result, total, running_time, took: Duration::ZERO, bytes: raw.body.len() })
        }
        _ => Err(unreadable),
    }
}

/// Reads `error` and `error_description` of any type.
pub(super) fn read_refusal(error: &Value, description: Option<&Value>, status: u16) -> Refusal {
    let code = lenient::text(Some(error)).unwrap_or_default();
    let text = description.and_then(Value::as_str).unwrap_or_default();
    Refusal::classify(&code, text, status)
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::StatusCode;

    fn read(status: u16, body: &str) -> Result<Answer, RestError> {
        let status = StatusCode::from_u16(status).unwrap();
        read_answer(&RawAnswer { status, body: body.as_bytes().to_vec(), redirects_elsewhere: false })
    }

    #[test]
    fn an_empty_error_code_is_an_error() {
        let error = read(400, r#"{"error":"","error_description":"Access denied."}"#).unwrap_err();
        assert_eq!(error.refusal(), Some(RefusalKind::Unnamed));
        let with_200 = read(200, r#"{"error":"0","error_description":"x","result":true}"#);
        assert!(with_200.is_err());
    }

    #[test]
    fn only_an_object_with_a_result_and_a_good_status_is_success() {
        assert_eq!(read(200, r#"{"result":[],"total":"7"}"#).unwrap().total, Some(7));
        assert!(read(200, "\u{feff}{\"result\":true}").is_ok(), "a byte order mark is skipped");
        for (status, body) in [
            (200, ""),
            (200, "<html>"),
            (200, "<br />\n<b>Notice</b>: …{\"result\":true}"),
            (200, r#"{"result":tr"#),
            (200, "[]"),
            (200, "{}"),
            (502, r#"{"result":true}"#),
        ] {
            assert!(matches!(read(status, body), Err(RestError::Unreadable { .. })), "{body}");
        }
        assert!(matches!(read(302, ""), Err(RestError::Unreadable { status: 302 })));
    }
}
