//! `batch`: up to fifty commands in one call. They run in order, and each has its own outcome (b24restdocs
//! settings/how-to-call-rest-api/batch.md). The keys of commands have a prefix, because the portal returns a map with
//! the keys 0…n-1 as a list. It returns an empty map as `[]`.

use std::fmt;
use std::time::Duration;

use serde_json::{Map, Value};
use url::form_urlencoded::Serializer;

use super::error::{Refusal, RestError};
use super::http::CallTimeout;
use super::lenient;
use super::rest::{Answer, Caller, Params, RestClient, read_refusal};
use super::running_time::RunningTime;

/// Most commands in one call. The portal refuses each command above this number.
pub const MAX_COMMANDS: usize = 50;

/// A method with its parameters, as a query string.
#[derive(Clone, Debug)]
pub struct Command {
    method: &'static str,
    query: Vec<(String, String)>,
}

impl Command {
    /// A command without parameters.
    #[must_use]
    pub fn new(method: &'static str) -> Self {
        Self { method, query: Vec::new() }
    }

    /// Adds a parameter. Nested names have brackets: `filter[>ID]`.
    ///
    /// Values are sent as they are, with one exception: the portal would replace `$result[` with an earlier command's
    /// result, so a space is put into it.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl fmt::Display) -> Self {
        self.query.push((name.into(), value.to_string().replace("$result[", "$result [")));
        self
    }

    /// Adds `name[]` once for each value. The parameters rule out an empty list, which the portal would drop silently.
    #[must_use]
    pub fn with_each<T: fmt::Display>(mut self, name: &str, first: &T, rest: &[T]) -> Self {
        for value in std::iter::once(first).chain(rest) {
            self = self.with(format!("{name}[]"), value);
        }
        self
    }

    fn encode(&self) -> String {
        let query = Serializer::new(String::new()).extend_pairs(&self.query).finish();
        format!("{}?{query}", self.method)
    }
}

/// How one command ended.
#[derive(Debug)]
pub enum CommandOutcome {
    /// It succeeded.
    Done(Answer),
    /// It was refused. After an earlier refusal in the same batch, the code may be that of the earlier one.
    Refused(Refusal),
    /// The answer does not mention it.
    Missing,
    /// The answer says both that it succeeded and that it was refused.
    Contradictory,
}

impl CommandOutcome {
    /// The answer, if it succeeded.
    #[must_use]
    pub fn done(self) -> Option<Answer> {
        match self {
            Self::Done(answer) => Some(answer),
            Self::Refused(_) | Self::Missing | Self::Contradictory => None,
        }
    }
}

impl CommandOutcome {
    /// The answer, or the reason why there is none.
    ///
    /// # Errors
    /// The refusal, or an unreadable answer when the portal did not report clearly on the command.
    pub fn into_answer(self) -> Result<Answer, RestError> {
        match self {
            Self::Done(answer) => Ok(answer),
            Self::Refused(refusal) => Err(RestError::Refused(refusal)),
            Self::Missing | Self::Contradictory => Err(RestError::Unreadable { status: 200 }),
        }
    }
}

/// The time that a batch took and the size of its answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BatchCost {
    /// How long the call took.
    pub took: Duration,
    /// The size of the answer in bytes.
    pub bytes: usize,
}

impl RestClient {
    /// Runs all commands in order, even after one is refused. Outcomes have the same order.
    ///
    /// # Errors
    /// When the whole batch failed: see [`RestError`].
    pub async fn batch(
        &self,
        caller: &Caller,
        commands: &[Command],
        timeout: CallTimeout,
    ) -> Result<Vec<CommandOutcome>, RestError> {
        self.timed_batch(caller, commands, timeout).await.map(|(outcomes, _)| outcomes)
    }

    /// The same, and also returns what the batch cost.
    ///
    /// # Errors
    /// When the whole batch failed: see [`RestError`].
    pub async fn timed_batch(
        &self,
        caller: &Caller,
        commands: &[Command],
        timeout: CallTimeout,
    ) -> Result<(Vec<CommandOutcome>, BatchCost), RestError> {
        self.run_batch(caller, commands, timeout, false).await
    }

    /// The same, but the portal stops after the first refused command. Outcomes of the commands behind it are missing.
    ///
    /// # Errors
    /// When the whole batch failed: see [`RestError`].
    pub async fn halting_batch(
        &self,
        caller: &Caller,
        commands: &[Command],
        timeout: CallTimeout,
    ) -> Result<(Vec<CommandOutcome>, BatchCost), RestError> {
        self.run_batch(caller, commands, timeout, true).await
    }

    async fn run_batch(
        &self,
        caller: &Caller,
        commands: &[Command],
        timeout: CallTimeout,
        halts: bool,
    ) -> Result<(Vec<CommandOutcome>, BatchCost), RestError> {
        debug_assert!(commands.len() <= MAX_COMMANDS, "a batch of {}", commands.len());
        let keys = CommandKeys(self.next_batch());
        let listed: Map<String, Value> = commands
            .iter()
            .enumerate()
            .map(|(index, command)| (keys.key(index), command.encode().into()))
            .collect();
        let mut params = Params::new();
        params.insert("halt".to_owned(), u8::from(halts).into());
        params.insert("cmd".to_owned(), listed.into());
        let answer = self.call(caller, "batch", params, timeout).await?;
        let cost = BatchCost { took: answer.took, bytes: answer.bytes };
        Ok((read_outcomes(answer.result, keys, commands.len()), cost))
    }
}

/// The keys of one batch's commands. No other batch has the same keys. If a server in between repeats an answer to
/// another call, that answer is therefore ignored. Keys sort in the order of the commands.
#[derive(Clone, Copy, Debug)]
struct CommandKeys(u32);

impl CommandKeys {
    fn key(self, index: usize) -> String {
        format!("c{:08x}{index:02}", self.0)
    }
}

fn read_outcomes(result: Value, keys: CommandKeys, count: usize) -> Vec<CommandOutcome> {
    let mut maps = lenient::map(Some(result));
    let mut results = lenient::map(maps.remove("result"));
    let errors = lenient::map(maps.remove("result_error"));
    let totals = lenient::map(maps.remove("result_total"));
    let times = lenient::map(maps.remove("result_time"));
    (0..count)
        .map(|index| {
            let key = keys.key(index);
            let result = results.remove(&key);
            if let Some(error) = errors.get(&key) {
                return if result.is_some() {
                    CommandOutcome::Contradictory
                } else {
                    CommandOutcome::Refused(item_refusal(error))
                };
            }
            match result {
                Some(result) => CommandOutcome::Done(Answer {
                    result,
                    total: lenient::number(totals.get(&key)),
                    running_time: RunningTime::parse(times.get(&key)),
                    took: Duration::ZERO,
                    bytes: 0,
                }),
                None => CommandOutcome::Missing,
            }
        })
        .collect()
}

/// The status of the batch is always 200. Alone, a refused command has the status 400.
fn item_refusal(error: &Value) -> Refusal {
    const ALONE: u16 = 400;
    match error {
        Value::Object(pair) => {
            read_refusal(pair.get("error").unwrap_or(&Value::Null), pair.get("error_description"), ALONE)
        }
        other => read_refusal(other, None, ALONE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    const KEYS: CommandKeys = CommandKeys(10);

    /// Any JSON, often with keys of a batch's answer.
    fn anything() -> impl Strategy<Value = Value> {
        let key =
            prop_oneof!["c0000000a0[0-9]", "result|result_error|result_total|result_time|error|[a-z]{0,3}"];
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".{0,8}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 64, 8, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
                prop::collection::btree_map(key.clone(), inner, 0..8)
                    .prop_map(|map| map.into_iter().collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn each_command_has_one_outcome_for_any_answer(answer in anything(), count in 0_usize..=MAX_COMMANDS) {
            prop_assert_eq!(read_outcomes(answer, KEYS, count).len(), count);
        }

        #[test]
        fn an_answer_about_other_commands_makes_none_succeed(answer in anything()) {
            let named = |answer: &Value| {
                let result = answer.get("result");
                result.is_some_and(|map| map.get("c0000000a07").is_some() || map.as_array().is_some())
            };
            prop_assume!(!named(&answer) && !answer.is_array());
            let outcomes = read_outcomes(answer, KEYS, 8);
            prop_assert!(!matches!(outcomes[7], CommandOutcome::Done(_)));
        }
    }

    #[test]
    fn an_answer_to_another_batch_is_ignored() {
        let answer = |keys: CommandKeys| json!({"result": {keys.key(0): true, keys.key(1): true}});
        let done = |answer| {
            let outcomes = read_outcomes(answer, KEYS, 2);
            outcomes.iter().filter(|outcome| matches!(outcome, CommandOutcome::Done(_))).count()
        };
        assert_eq!((done(answer(KEYS)), done(answer(CommandKeys(11)))), (2, 0));
        let keys: Vec<String> = (0..MAX_COMMANDS).map(|index| KEYS.key(index)).collect();
        assert!(keys.is_sorted());
    }

    #[test]
    fn values_are_encoded_and_cannot_refer_to_other_results() {
        let command =
            Command::new("crm.contact.list").with("filter[%NAME]", "a&b=$result[c0][ID]").with("start", -1);
        assert_eq!(
            command.encode(),
            "crm.contact.list?filter%5B%25NAME%5D=a%26b%3D%24result+%5Bc0%5D%5BID%5D&start=-1"
        );
    }

    #[test]
    fn every_command_gets_exactly_one_outcome() {
        let outcomes = read_outcomes(
            json!({"result": {KEYS.key(0): true, KEYS.key(3): []},
                   "result_error": {KEYS.key(1): {"error": "", "error_description": "Access denied."}},
                   "result_total": [], "result_next": [], "result_time": []}),
            KEYS,
            4,
        );
        let both = json!({"result": {KEYS.key(0): true}, "result_error": {KEYS.key(0): {"error": ""}}});
        let both = read_outcomes(both, KEYS, 1);
        assert!(matches!(both.as_slice(), [CommandOutcome::Contradictory]), "done and refused at once");
        assert!(matches!(
            outcomes.as_slice(),
            [
                CommandOutcome::Done(_),
                CommandOutcome::Refused(_),
                CommandOutcome::Missing,
                CommandOutcome::Done(_)
            ]
        ));
    }

    #[test]
    fn empty_maps_come_as_lists() {
        let outcomes =
            read_outcomes(json!({"result": [], "result_error": [], "result_total": null}), KEYS, 2);
        assert!(outcomes.iter().all(|outcome| matches!(outcome, CommandOutcome::Missing)));
        let nothing = read_outcomes(json!(null), KEYS, 1);
        assert!(matches!(nothing.as_slice(), [CommandOutcome::Missing]));
    }
}
