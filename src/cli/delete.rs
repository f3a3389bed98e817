//! `contact-eraser delete` runs the service's deletion for one portal and one user through an inbound webhook. It
//! needs no configuration. Its database is in a temporary folder that is removed at the end.

mod ids;
mod job;
mod look;
mod messages;
mod progress;
mod report;
mod wait;
mod webhook;

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use tokio::runtime::Handle;

use super::{USAGE, print_error, print_line};
use crate::bitrix::http::{Http, PortalRules};
use crate::bitrix::limiter::Limiter;
use crate::bitrix::rest::{Caller, RestClient};
use crate::config::WebhookConfig;
use crate::domain::clock::{SharedClock, SystemClock};
use crate::domain::ids::{ContactId, UserId};
use crate::domain::job::Outcome;
use crate::flows::job_client::JobClient;
use job::{DeleteJob, listen_for_signals};
use look::{ExistingContacts, LookupResult};
use report::Report;
pub(super) use webhook::masked;
use webhook::{EXAMPLE, WebhookUrl};

/// The options of `delete`.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(super) struct Options {
    /// Address of the inbound webhook; better in `ERASER_WEBHOOK_URL`, where no list of processes shows it
    #[arg(long, value_name = "URL")]
    webhook_url: Option<WebhookUrl>,
    /// File with ids: text, CSV, XLSX, XLS, ODS or the portal's Excel export; `-` is standard input
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// The column of a table that holds the ids: its heading, or its number counted from 1
    #[arg(long, value_name = "NAME|N")]
    column: Option<String>,
    /// Say how many are there and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Do not ask
    #[arg(long)]
    yes: bool,
    /// Write each contact's outcome into this file
    #[arg(long, value_name = "FILE.csv")]
    report: Option<PathBuf>,
    /// Overwrite the file of --report if it exists
    #[arg(long)]
    force: bool,
    /// With --yes, go on even if more than half of the contacts are not there
    #[arg(long)]
    allow_missing: bool,
    /// How long a portal that does not answer is waited for, as in 90s, 30m or 2h
    #[arg(long, value_name = "DURATION", default_value = "30m", value_parser = wait::parse)]
    wait: Duration,
    /// Contacts to delete
    #[arg(value_name = "ID")]
    ids: Vec<String>,
}

/// Why nothing was started.
type UsageError = String;

/// The result of the command.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum CommandResult {
    /// All contacts are gone, or a dry run has looked them up.
    AllGone,
    /// Some contacts are left, or it is unknown.
    SomeLeft,
    /// The list is probably wrong: nothing was started.
    Refused,
}

/// Runs the command.
pub(super) async fn run(options: Options) -> ExitCode {
    let prepared = match prepare(&options) {
        Ok(prepared) => prepared,
        Err(refusal) => {
            print_error(&refusal);
            return ExitCode::from(USAGE);
        }
    };
    match work(&options, prepared).await {
        Ok(CommandResult::AllGone) => ExitCode::SUCCESS,
        Ok(CommandResult::SomeLeft) => ExitCode::FAILURE,
        Ok(CommandResult::Refused) => ExitCode::from(USAGE),
        Err(error) => {
            print_error(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

/// What must be valid before anything is sent.
struct Prepared {
    user: UserId,
    caller: Caller,
    rest: RestClient,
    clock: SharedClock,
    ids: Vec<ContactId>,
    report: Option<Report>,
}

fn prepare(options: &Options) -> Result<Prepared, UsageError> {
    let config = WebhookConfig::from_environment().map_err(|problems| problems.to_string())?;
    let url = options.webhook_url.clone().or_else(|| config.url.map(WebhookUrl::from)).ok_or_else(|| {
        format!("--webhook-url is missing (or ERASER_WEBHOOK_URL); it looks like {EXAMPLE}")
    })?;
    let (user, caller) = url.read().ok_or_else(|| {
        format!(
            "--webhook-url (or ERASER_WEBHOOK_URL) is not the address of a webhook; one looks like {EXAMPLE}"
        )
    })?;
    // The user may have put the key where an id or a file belongs.
    let ids = ids::read(options).map_err(|refusal| url.hidden_in(&refusal))?;
    if !options.dry_run && !options.yes && !std::io::stdin().is_terminal() {
        return Err("nobody is there to be asked: add --yes to delete, or --dry-run to look".to_owned());
    }
    if !caller.endpoint.is_https() {
        print_error(
            "Warning: the webhook's address is plain http: its key can be read on the way. Use https.",
        );
    }
    let rules = PortalRules { allow_http: true, allow_private: true, extra_roots: config.extra_roots };
    let http =
        Http::new(rules, Handle::current()).map_err(|error| format!("TLS cannot be set up: {error}"))?;
    let clock: SharedClock = Arc::new(SystemClock);
    let rest = RestClient::new(http, Limiter::new(Arc::clone(&clock)));
    let open = |path: &PathBuf| Report::open(path, options.file.as_deref(), options.force);
    let report = options.report.as_ref().map(open).transpose();
    let report = report.map_err(|refusal| url.hidden_in(&refusal))?;
    Ok(Prepared { user, caller, rest, clock, ids, report })
}

async fn work(options: &Options, prepared: Prepared) -> anyhow::Result<CommandResult> {
    let Prepared { user, caller, rest, clock, ids, report } = prepared;
    let endpoint = caller.endpoint.clone();
    let host = endpoint.host().to_string();
    let client = JobClient::for_webhook(rest, caller);
    if options.dry_run {
        return dry_run(&client, &ids, &host, report).await;
    }
    // With --yes, the lookup retries and listens for signals. Without it, the lookup tries once, and Ctrl-C ends the
    // program at the question. If the deletion cannot succeed, the user is not asked.
    let (mut signals, patience) =
        if options.yes { (Some(listen_for_signals()?), options.wait) } else { (None, Duration::ZERO) };
    let found = match look::find_existing_with_retry(&client, &ids, patience, signals.as_mut()).await {
        LookupResult::Found(found) => Some(found),
        LookupResult::Unknown(_) if !options.yes => None,
        LookupResult::Unknown(why) | LookupResult::Never(why) => {
            print_error(&format!("Nothing was deleted on {host}: {why}"));
            return given_up(&ids, report);
        }
    };
    if options.yes {
        if let Some(found) = &found
            && !is_meant(&ids, found, &host, options.allow_missing)
        {
            return Ok(CommandResult::Refused);
        }
    } else if !confirmed(ids.len(), found.as_ref(), &host)? {
        print_error("Nothing was deleted.");
        return Ok(CommandResult::SomeLeft);
    }
    let mut signals = signals.map_or_else(listen_for_signals, Ok)?;
    let mut work = DeleteJob::begin(user, endpoint, &ids, client, clock).await?;
    let ended = work.follow(&mut signals, options.wait).await;
    // Print and write what was done, even after an error.
    let is_told = work.print_result().await;
    let is_written = match report {
        Some(report) => work.report(report).await,
        None => Ok(()),
    };
    work.close().await;
    ended?;
    is_written.map_err(|error| error.context("the report could not be written"))?;
    Ok(if is_told? { CommandResult::AllGone } else { CommandResult::SomeLeft })
}

/// Nothing was started; the report says so for each contact.
fn given_up(ids: &[ContactId], report: Option<Report>) -> anyhow::Result<CommandResult> {
    if let Some(report) = report {
        report.write_look(ids.iter().map(|id| (*id, Outcome::Pending)))?;
    }
    Ok(CommandResult::SomeLeft)
}

/// Prints how many contacts exist. If most of them do not, the list is probably not the intended one.
fn is_meant(ids: &[ContactId], found: &ExistingContacts, host: &str, allow_missing: bool) -> bool {
    let missing = ids.len() - found.there.len();
    print_error(&format!(
        "{} of {} contacts are there on {host}; {missing} are not, or cannot be seen by the webhook's user",
        found.there.len(),
        ids.len()
    ));
    let is_meant = allow_missing || missing * 2 <= ids.len();
    if !is_meant {
        print_error(
            "Nothing was deleted: more than half of these contacts are not there. Is it the right list, the right column, \
             the right portal? --allow-missing goes on all the same.",
        );
    }
    is_meant
}

async fn dry_run(
    client: &JobClient,
    ids: &[ContactId],
    host: &str,
    report: Option<Report>,
) -> anyhow::Result<CommandResult> {
    let found = match look::find_existing(client, ids).await {
        Ok(found) => found,
        Err(error) => {
            let (why, _) = messages::for_error(&error);
            print_error(&format!("{host} could not be asked: {why}"));
            return Ok(CommandResult::SomeLeft);
        }
    };
    print_line(&format!(
        "{} of {} contacts are there and would be deleted on {host}",
        found.there.len(),
        ids.len()
    ));
    print_line(&format!(
        "{} are not there, or cannot be seen by the webhook's user",
        ids.len() - found.there.len()
    ));
    if std::io::stdout().is_terminal() {
        look::show_names(client, &found).await;
    }
    if let Some(report) = report {
        report.write_look(ids.iter().map(|id| (*id, found.outcome(*id))))?;
    }
    Ok(CommandResult::AllGone)
}

/// Asks the user at the terminal to type the number of contacts.
fn confirmed(count: usize, found: Option<&ExistingContacts>, host: &str) -> anyhow::Result<bool> {
    let gone = found.map_or(0, |found| count - found.there.len());
    print_error(&match count {
        1 => format!("1 contact will be deleted on {host}. Nothing is kept of it here."),
        _ => format!("{count} contacts will be deleted on {host}. Nothing is kept of them here."),
    });
    if found.is_none() {
        print_error("How many of them are there cannot be found out just now.");
    } else if gone > 0 {
        print_error(&format!("{gone} of them are not there, or cannot be seen by the webhook's user."));
    }
    print_error(&format!("Type {count} to go on:"));
    let mut typed = String::new();
    std::io::stdin().read_line(&mut typed)?;
    Ok(typed.trim() == count.to_string())
}
