//! `batch`: up to 50 commands, executed one after the other, with references to earlier results.
//! The batch answers 200 even if all its commands fail (`b24restdocs settings/how-to-call-rest-api/batch.md`).

use super::command::read_command;
use super::execution::Execution;
use super::reference::{Known, resolve};
use super::request::RestRequest;
use crate::faults::Fault;
use crate::methods::{Outcome, Reply, RestError};
use crate::php::{Php, PhpArray, php, truthy};
use crate::wire::time_block;
use crate::world::{Arrival, Occurrence};

const MAX_COMMANDS: usize = 50;

/// The maps of the answer, by the keys of the commands.
#[derive(Default)]
struct Maps {
    result: PhpArray,
    error: PhpArray,
    total: PhpArray,
    next: PhpArray,
    time: PhpArray,
}

impl Maps {
    /// The maps under the names that references use.
    fn known(&self) -> Known<'_> {
        [
            ("result", &self.result),
            ("next", &self.next),
            ("total", &self.total),
            ("time", &self.time),
            ("error", &self.error),
        ]
    }
}

pub(super) async fn run(execution: &mut Execution, request: &RestRequest, fault: Option<Fault>) -> Outcome {
    match fault {
        Some(Fault::Error { status, error, description }) => {
            return Err(RestError::new(status, &error, &description));
        }
        Some(Fault::Delay(span)) => execution.spend(span).await,
        Some(Fault::FalseSuccess) => return Ok(true.into()),
        _ => {}
    }
    let cost = execution.portal().setting(|settings| settings.cost("batch"));
    execution.spend(cost).await;
    let commands = request.params.get("cmd").and_then(Php::as_array).cloned().unwrap_or_default();
    let halt = request.params.get("halt").is_some_and(truthy);
    let mut maps = Maps::default();
    let texts = commands.iter().filter_map(|(key, value)| match value {
        Php::Str(command) => Some((key, command.as_str())),
        _ => None,
    });
    for (position, (key, command)) in texts.enumerate() {
        let failed = run_command(execution, &mut maps, position, key, command).await?;
        if failed && halt {
            break;
        }
    }
    execution.set_method("batch");
    Ok(Reply::from(php! {
        "result" => maps.result,
        "result_error" => maps.error,
        "result_total" => maps.total,
        "result_next" => maps.next,
        "result_time" => maps.time,
    }))
}

/// Runs one command and puts its outcome into the maps. Returns whether it failed, or the error that ends the whole
/// request.
async fn run_command(
    execution: &mut Execution,
    maps: &mut Maps,
    position: usize,
    key: &str,
    command: &str,
) -> Result<bool, RestError> {
    let (name, mut params) = read_command(command);
    resolve(&mut params, &maps.known());

    let portal = execution.portal().clone();
    let start = portal.now();
    let charged = execution.charged();
    let entry = open_entry(execution, &name, &params, position, start);
    portal.report(Occurrence::Call(&name));
    let outcome = if position >= MAX_COMMANDS {
        Err(RestError::new(400, "ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded"))
    } else if name == "batch" {
        Err(RestError::new(405, "ERROR_BATCH_METHOD_NOT_ALLOWED", "Method is not allowed for batch usage"))
    } else {
        let fault = portal.core.faults.take(&name, true);
        execution.call(&name, &params, fault).await
    };
    let journal = &portal.core.journal;
    journal.finish(entry, portal.now());
    match outcome {
        Ok(reply) => {
            journal.close(entry, 200, None);
            let spent = execution.charged().saturating_sub(charged).as_secs_f64();
            maps.result.set(key, reply.result);
            maps.time.set(key, time_block(start, spent, execution.running_time(&name)));
            if let Some(total) = reply.total {
                maps.total.set(key, total);
            }
            if let Some(next) = reply.next {
                maps.next.set(key, next);
            }
            Ok(false)
        }
        Err(error) => {
            journal.close(entry, error.status, Some(&error.code));
            if error.aborts_request {
                return Err(error);
            }
            maps.error.set(key, error_of_command(error));
            Ok(true)
        }
    }
}

/// A command's error as the batch prints it. A missing scope has no text there.
fn error_of_command(mut error: RestError) -> Php {
    if error.code == "insufficient_scope" {
        error.text.clear();
    }
    error.body()
}

/// Opens a journal entry for a command.
fn open_entry(execution: &Execution, name: &str, params: &PhpArray, position: usize, now: f64) -> usize {
    let mut arrival = Arrival::new(now, name, params);
    arrival.caller = Some((execution.caller().user_id, execution.caller().via()));
    arrival.in_batch = Some(position);
    "/rest/batch".clone_into(&mut arrival.source_path);
    let journal = &execution.portal().core.journal;
    let entry = journal.open(arrival);
    journal.begin(entry, now);
    entry
}
