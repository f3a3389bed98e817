//! `batch`: up to 50 commands, one after the other, with references to earlier results.
//! The whole answers 200 even when every command failed (`b24restdocs settings/how-to-call-rest-api/batch.md`).

use super::error::RestError;
use super::reference::{Known, resolve};
use super::request::Incoming;
use super::session::{Outcome, Reply, Session};
use super::time_block;
use crate::faults::Fault;
use crate::journal::Arrival;
use crate::methods::configured_cost;
use crate::php::{Php, PhpArray, parse_query, php, truthy};
use crate::portal::Incident;

const LONGEST: usize = 50;

#[derive(Default)]
struct Maps {
    result: PhpArray,
    error: PhpArray,
    total: PhpArray,
    next: PhpArray,
    time: PhpArray,
}

impl Maps {
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

pub(crate) async fn run(session: &mut Session, incoming: &Incoming, fault: Option<Fault>) -> Outcome {
    match fault {
        Some(Fault::Error { status, error, description }) => {
            return Err(RestError::new(status, &error, &description));
        }
        Some(Fault::Delay(span)) => session.spend(span).await,
        Some(Fault::LieTrue) => return Ok(true.into()),
        _ => {}
    }
    let cost = configured_cost(session, "batch");
    session.spend(cost).await;
    let commands = incoming.params.get("cmd").and_then(Php::as_array).cloned().unwrap_or_default();
    let halt = incoming.params.get("halt").is_some_and(truthy);
    let mut maps = Maps::default();
    let strings = commands.iter().filter_map(|(key, value)| match value {
        Php::Str(command) => Some((key, command.as_str())),
        _ => None,
    });
    for (position, (key, command)) in strings.enumerate() {
        let failed = run_command(session, &mut maps, position, key, command).await?;
        if failed && halt {
            break;
        }
    }
    "batch".clone_into(&mut session.method);
    Ok(Reply::from(php! {
        "result" => maps.result,
        "result_error" => maps.error,
        "result_total" => maps.total,
        "result_next" => maps.next,
        "result_time" => maps.time,
    }))
}

/// Splits `method?query` into the method in lower case and its parameters.
pub(crate) fn read_command(command: &str) -> (String, PhpArray) {
    let (name, query) = command.split_once('?').unwrap_or((command, ""));
    (name.trim().to_lowercase(), parse_query(query.as_bytes()))
}

/// Runs one command and files its outcome; says whether it failed. An error: the whole request breaks off.
async fn run_command(
    session: &mut Session,
    maps: &mut Maps,
    position: usize,
    key: &str,
    command: &str,
) -> Result<bool, RestError> {
    let (name, mut params) = read_command(command);
    resolve(&mut params, &maps.known());

    let start = session.portal.world.clock.now();
    let charged = session.charged;
    let entry = open_entry(session, &name, &params, position, start);
    session.portal.note(Incident::Call(&name));
    let outcome = if position >= LONGEST {
        Err(RestError::new(400, "ERROR_BATCH_LENGTH_EXCEEDED", "Max batch length exceeded"))
    } else if name == "batch" {
        Err(RestError::new(405, "ERROR_BATCH_METHOD_NOT_ALLOWED", "Method is not allowed for batch usage"))
    } else {
        let fault = session.portal.core.faults.take(&name, true);
        session.execute(&name, &params, fault).await
    };
    let journal = &session.portal.core.journal;
    journal.finish(entry, session.portal.world.clock.now());
    match outcome {
        Ok(reply) => {
            journal.close(entry, 200, None);
            let spent = session.charged.saturating_sub(charged).as_secs_f64();
            maps.result.set(key, reply.result);
            maps.time.set(key, time_block(start, spent, session.operating(&name)));
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
            if error.breaks_off {
                return Err(error);
            }
            maps.error.set(key, item_error(error));
            Ok(true)
        }
    }
}

/// A missing scope comes without its text inside a batch.
fn item_error(mut error: RestError) -> Php {
    if error.code == "insufficient_scope" {
        error.text.clear();
    }
    error.body()
}

fn open_entry(session: &Session, name: &str, params: &PhpArray, position: usize, now: f64) -> usize {
    let mut call = Arrival::new(now, name, params);
    call.caller = Some((session.access.user_id, session.access.via()));
    call.in_batch = Some(position);
    "/rest/batch".clone_into(&mut call.source_path);
    let entry = session.portal.core.journal.open(call);
    session.portal.core.journal.begin(entry, now);
    entry
}
