//! Failures that a test scripts: which call of which method fails, and how.
//! A rule counts single calls and commands inside a batch alike, in the order they arrive.

use std::sync::Mutex;
use std::time::Duration;

use crate::gate::Gate;
use crate::lock;
use crate::reshape::Reshape;

/// Which calls of a method a fault hits, counted from the moment it is scripted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nth {
    /// The next call that no earlier rule took.
    Next,
    /// The call with this number, counting from 1.
    Call(usize),
    /// Each call.
    Every,
    /// Each call from this number on, counting from 1.
    From(usize),
}

/// What goes wrong.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// This status, body and content type come instead; the work is not done.
    Http(u16, String, String),
    /// The front end's HTML page with this status; the work is not done.
    Html(u16),
    /// A redirect with this status to this address; the work is not done.
    Redirect(u16, String),
    /// The work is done, the answer has status 200 and no body.
    EmptyBody,
    /// The work is done, the answer breaks off in the middle of its JSON.
    Truncated,
    /// The connection closes without an answer; the work is not done.
    CutBefore,
    /// The work is done, then the connection closes without an answer.
    CutAfter,
    /// The work is done, this answer comes instead of the true one.
    AnswerAfterWork {
        /// HTTP status of the answer.
        status: u16,
        /// Its body.
        body: String,
    },
    /// The work takes this much longer; past the gateway's limit the caller gets 504 and the work goes on.
    Delay(Duration),
    /// The work is done, its answer leaves this much later, whatever the gateway's limit.
    LateAnswer(Duration),
    /// The work is done, its answer leaves when the gate is opened, whatever the gateway's limit.
    Held(Gate),
    /// The work is done, the answer is the one that the last successful call of this method got, as from a cache.
    PreviousAnswer,
    /// The work is done, the answer is twisted.
    Reshaped(Reshape),
    /// The method refuses with this error.
    Error {
        /// HTTP status of the answer.
        status: u16,
        /// The `error` code.
        error: String,
        /// The `error_description`.
        description: String,
    },
    /// The answer says success, the work is not done.
    LieTrue,
    /// Another module's handler refuses the deletion or creation with this text: `ERROR_CORE`, nothing is done.
    HandlerRefuses(String),
    /// No answer ever; the work is not done.
    Hang,
}

impl Fault {
    /// A refusal before any work.
    #[must_use]
    pub fn refusal(status: u16, error: &str, description: &str) -> Self {
        Self::Error { status, error: error.to_owned(), description: description.to_owned() }
    }

    /// The bucket is full: `QUERY_LIMIT_EXCEEDED`.
    #[must_use]
    pub fn query_limit() -> Self {
        Self::refusal(503, "QUERY_LIMIT_EXCEEDED", "Too many requests")
    }

    /// The method used up its time: `OPERATION_TIME_LIMIT`, of a call or of one command in a batch.
    #[must_use]
    pub fn operation_time_limit() -> Self {
        Self::refusal(429, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit.")
    }

    /// The access token is over.
    #[must_use]
    pub fn expired_token() -> Self {
        Self::refusal(401, "expired_token", "The access token provided has expired.")
    }

    /// What older CRM methods say when rights forbid, or hide: an empty code.
    #[must_use]
    pub fn access_denied() -> Self {
        Self::refusal(400, "", "Access denied.")
    }

    /// The work is done, the front end answers with this status and its HTML page.
    #[must_use]
    pub fn html_after_work(status: u16) -> Self {
        Self::AnswerAfterWork { status, body: format!("<html><head><title>{status}</title></head></html>") }
    }

    /// Whether the fault can hit one command of a batch.
    fn fits_a_command(&self) -> bool {
        matches!(self, Self::Delay(_) | Self::Error { .. } | Self::LieTrue | Self::HandlerRefuses(_))
    }
}

/// The scripted faults of one server.
#[derive(Debug, Default)]
pub struct Faults {
    rules: Mutex<Vec<Rule>>,
}

#[derive(Debug)]
struct Rule {
    method: String,
    nth: Nth,
    fault: Fault,
    seen: usize,
}

impl Faults {
    /// Scripts a fault for a method (`*` is any method).
    pub fn script(&self, method: &str, nth: Nth, fault: Fault) {
        lock(&self.rules).push(Rule { method: method.to_lowercase(), nth, fault, seen: 0 });
    }

    /// Forgets all that is scripted.
    pub fn clear(&self) {
        lock(&self.rules).clear();
    }

    /// The fault for this call, if one is due.
    pub(crate) fn take(&self, method: &str, in_batch: bool) -> Option<Fault> {
        let mut rules = lock(&self.rules);
        let mut hit = None;
        for (at, rule) in rules.iter_mut().enumerate() {
            if rule.method != "*" && rule.method != method || in_batch && !rule.fault.fits_a_command() {
                continue;
            }
            rule.seen += 1;
            let due = match rule.nth {
                Nth::Next | Nth::Every => true,
                Nth::Call(number) => rule.seen == number,
                Nth::From(number) => rule.seen >= number,
            };
            if due && hit.is_none() {
                hit = Some(at);
            }
        }
        let at = hit?;
        let once = matches!(rules[at].nth, Nth::Next | Nth::Call(_));
        Some(if once { rules.remove(at).fault } else { rules[at].fault.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_count_calls_from_when_they_were_scripted() {
        let faults = Faults::default();
        faults.script("Profile", Nth::Call(2), Fault::Html(502));
        assert_eq!(faults.take("profile", false), None);
        assert_eq!(faults.take("scope", false), None);
        assert_eq!(faults.take("profile", false), Some(Fault::Html(502)));
        assert_eq!(faults.take("profile", false), None);
    }

    #[test]
    fn two_next_rules_hit_two_calls() {
        let faults = Faults::default();
        faults.script("profile", Nth::Next, Fault::EmptyBody);
        faults.script("profile", Nth::Next, Fault::Hang);
        assert_eq!(faults.take("profile", false), Some(Fault::EmptyBody));
        assert_eq!(faults.take("profile", false), Some(Fault::Hang));
        assert_eq!(faults.take("profile", false), None);
    }

    #[test]
    fn faults_of_the_connection_pass_by_commands_of_a_batch() {
        let faults = Faults::default();
        faults.script("*", Nth::Every, Fault::CutAfter);
        assert_eq!(faults.take("profile", true), None);
        assert_eq!(faults.take("batch", false), Some(Fault::CutAfter));
    }
}
