//! Reports every call to a portal to an observer: the method and how it ended, but no values.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::Value;
use tokio::time::Instant;

use super::error::RestError;
use super::lenient;
use super::rest::{Answer, Caller, Params};
use crate::domain::requests::CallRecord;

/// Gets a record of every call whose user is known. It is called in the middle of the work, so it must not wait.
pub trait CallObserver: Send + Sync + fmt::Debug {
    /// A call has ended.
    fn called(&self, call: CallRecord);
}

/// Records one call. The call is reported even when its caller no longer waits for the answer.
pub(super) struct CallRecorder<'a> {
    observer: &'a dyn CallObserver,
    started: Instant,
    record: Option<CallRecord>,
}

impl<'a> CallRecorder<'a> {
    /// Starts a record; `None` when the caller's user is not known.
    pub(super) fn start(
        observer: &'a dyn CallObserver,
        caller: &Caller,
        method: &str,
        params: &Params,
        attempt: u32,
    ) -> Option<Self> {
        let record = CallRecord {
            principal: caller.principal.clone()?,
            generation: caller.generation,
            method: method.to_owned(),
            commands: commands(params),
            parameters: names(params),
            outcome: "abandoned",
            status: None,
            error: None,
            refused: None,
            milliseconds: 0,
            attempt,
        };
        Some(Self { observer, started: Instant::now(), record: Some(record) })
    }

    pub(super) fn finish(mut self, answer: &Result<Answer, RestError>) {
        let Some(record) = &mut self.record else { return };
        match answer {
            Ok(answer) => {
                (record.outcome, record.status) = ("ok", Some(200));
                record.refused = (!record.commands.is_empty()).then(|| refused(&answer.result));
            }
            Err(error) => {
                record.outcome = error.label();
                (record.status, record.error) = match error {
                    RestError::Refused(refusal) => (Some(refusal.status), Some(refusal.code.clone())),
                    RestError::Unreadable { status } => (Some(*status), None),
                    RestError::Transport(_) | RestError::FilterIgnored | RestError::Moved => (None, None),
                };
            }
        }
    }
}

impl Drop for CallRecorder<'_> {
    fn drop(&mut self) {
        if let Some(mut record) = self.record.take() {
            record.milliseconds = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
            self.observer.called(record);
        }
    }
}

/// The methods of a batch's commands, without their parameters.
fn commands(params: &Params) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    let listed = params.get("cmd").and_then(Value::as_object).into_iter().flatten();
    for command in listed.filter_map(|(_, command)| command.as_str()) {
        let method = command.split('?').next().unwrap_or_default();
        *counts.entry(method.to_owned()).or_default() += 1;
    }
    counts
}

/// The names of parameters. A name in a group has the group's name before it.
fn names(params: &Params) -> Vec<String> {
    let mut names = Vec::new();
    for (name, value) in params.iter().filter(|(name, _)| !matches!(name.as_str(), "auth" | "cmd")) {
        match value {
            Value::Object(group) => names.extend(group.keys().map(|inner| format!("{name}.{inner}"))),
            _ => names.push(name.clone()),
        }
    }
    names
}

fn refused(result: &Value) -> u32 {
    let errors = lenient::map(result.get("result_error").cloned());
    u32::try_from(errors.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn parameter_names_are_logged_and_values_are_not() {
        let params = json!({"auth": "token", "filter": {"%NAME": "Quirina", "ID": 5}, "start": -1,
            "cmd": {"c0": "crm.contact.list?filter[%NAME]=Quirina", "c1": "crm.contact.delete?ID=7",
                    "c2": "crm.contact.delete?ID=8"}});
        let params = params.as_object().unwrap();
        assert_eq!(names(params), ["filter.%NAME", "filter.ID", "start"]);
        let expected = [("crm.contact.delete".to_owned(), 2), ("crm.contact.list".to_owned(), 1)];
        assert_eq!(commands(params), expected.into());
    }
}
