//! `contact-eraser delete`: the same engine for one portal and one person, through an inbound webhook. Needs no
//! configuration; what it writes down meanwhile lies in a folder that is gone afterwards.

mod ids;
mod job;
mod look;
mod progress;
mod report;
mod webhook;
mod words;

use std::io::{IsTerminal, Read as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use tokio::runtime::Handle;

use super::{USAGE, complain, say};
use crate::bitrix::http::{Http, PortalRules};
use crate::bitrix::limiter::Limiter;
use crate::bitrix::rest::{Caller, Rest};
use crate::config::WebhookConfig;
use crate::domain::clock::{SharedClock, SystemClock};
use crate::domain::ids::{ContactId, UserId};
use crate::domain::job::MAX_CONTACTS;
use crate::flows::errand::Errand;
use job::{Work, hear};
use look::Found;
use report::Report;
pub(super) use webhook::masked;
use webhook::{EXAMPLE, WebhookUrl};

/// What `delete` is told.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// Address of the inbound webhook; better in `ERASER_WEBHOOK_URL`, where no list of processes shows it
    #[arg(long, value_name = "URL")]
    webhook_url: Option<WebhookUrl>,
    /// File with ids: a list, or a table whose first column holds them; `-` is standard input
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Say how many are there and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Do not ask
    #[arg(long)]
    yes: bool,
    /// Write each contact's outcome into this file
    #[arg(long, value_name = "FILE.csv")]
    report: Option<PathBuf>,
    /// Contacts to delete
    #[arg(value_name = "ID")]
    ids: Vec<String>,
}

/// Why nothing was begun.
type Refusal = String;

/// Runs the command.
pub(super) async fn run(options: Options) -> ExitCode {
    let prepared = match prepare(&options) {
        Ok(prepared) => prepared,
        Err(refusal) => {
            complain(&refusal);
            return ExitCode::from(USAGE);
        }
    };
    match work(&options, prepared).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

/// What has to be right before anything is sent.
struct Prepared {
    user: UserId,
    caller: Caller,
    rest: Rest,
    clock: SharedClock,
    ids: Vec<ContactId>,
    report: Option<Report>,
}

fn prepare(options: &Options) -> Result<Prepared, Refusal> {
    let config = WebhookConfig::from_environment().map_err(|problems| problems.to_string())?;
    let url = options.webhook_url.clone().or_else(|| config.url.map(WebhookUrl::from)).ok_or_else(|| {
        format!("--webhook-url is missing (or ERASER_WEBHOOK_URL); it looks like {EXAMPLE}")
    })?;
    let (user, caller) = url.read().ok_or_else(|| {
        format!(
            "--webhook-url (or ERASER_WEBHOOK_URL) is not the address of a webhook; one looks like {EXAMPLE}"
        )
    })?;
    // Somebody may have put the key where an id or a file belongs.
    let ids = read_ids(options).map_err(|refusal| url.hidden_in(&refusal))?;
    if !options.dry_run && !options.yes && !std::io::stdin().is_terminal() {
        return Err("nobody is there to be asked: add --yes to delete, or --dry-run to look".to_owned());
    }
    let rules = PortalRules { allow_http: true, allow_private: true, extra_roots: config.extra_roots };
    let http =
        Http::new(rules, Handle::current()).map_err(|error| format!("TLS cannot be set up: {error}"))?;
    let clock: SharedClock = Arc::new(SystemClock);
    let rest = Rest::new(http, Limiter::new(Arc::clone(&clock)));
    let open = |path: &PathBuf| Report::open(path, options.file.as_deref());
    let report = options.report.as_ref().map(open).transpose();
    let report = report.map_err(|refusal| url.hidden_in(&refusal))?;
    Ok(Prepared { user, caller, rest, clock, ids, report })
}

fn read_ids(options: &Options) -> Result<Vec<ContactId>, Refusal> {
    let mut read = ids::read_arguments(&options.ids)?;
    let is_piped = || !std::io::stdin().is_terminal();
    let file = match &options.file {
        Some(file) if file == Path::new("-") => Some(("standard input".to_owned(), read_standard_input())),
        Some(file) => Some((file.display().to_string(), std::fs::read(file))),
        None if options.ids.is_empty() && is_piped() => {
            Some(("standard input".to_owned(), read_standard_input()))
        }
        None => None,
    };
    if let Some((name, bytes)) = file {
        let bytes = bytes.map_err(|error| format!("{name} cannot be read: {error}"))?;
        read = read.and(ids::read_file(&bytes).map_err(|faults| format!("{name}: {faults}"))?);
    }
    match read.ids.len() {
        0 => return Err("there are no ids: name them, or a file with --file".to_owned()),
        count if count > MAX_CONTACTS => {
            return Err(format!("{count} ids are too many: at most {MAX_CONTACTS} at a time"));
        }
        _ => {}
    }
    if let Some(heading) = &read.heading {
        complain(&format!("{heading:?} is taken for a heading: the ids are those of the first column"));
    }
    match read.repeated {
        0 => {}
        1 => complain("1 id stood there more than once and is taken once"),
        many => complain(&format!("{many} ids stood there more than once and are taken once")),
    }
    Ok(read.ids)
}

fn read_standard_input() -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether all contacts are gone in the end.
async fn work(options: &Options, prepared: Prepared) -> anyhow::Result<bool> {
    let Prepared { user, caller, rest, clock, ids, report } = prepared;
    let endpoint = caller.endpoint.clone();
    let host = endpoint.host().to_string();
    let errand = Errand::by_webhook(rest, caller);
    if options.dry_run {
        return dry_run(&errand, &ids, &host, report).await;
    }
    // Nobody is asked about, and nothing is waited for, what cannot succeed.
    let sample = if options.yes { &ids[..1] } else { &ids };
    let found = match look::look_for(&errand, sample).await {
        Ok(found) => Some(found),
        Err(error) => {
            let (why, lasts) = words::of_error(&error);
            if lasts == words::Lasts::ForGood {
                complain(&format!("Nothing was deleted on {host}: {why}"));
                return Ok(false);
            }
            None
        }
    };
    if !options.yes && !confirmed(ids.len(), found.as_ref(), &host)? {
        complain("Nothing was deleted.");
        return Ok(false);
    }
    let mut signals = hear()?;
    let mut work = Work::begin(user, endpoint, &ids, errand, clock).await?;
    let ended = work.follow(&mut signals).await;
    // Whatever came in between: what was done is told and written down.
    let is_told = work.tell_end().await;
    let is_written = match report {
        Some(report) => work.report(report).await,
        None => Ok(()),
    };
    work.close().await;
    ended?;
    is_written.map_err(|error| error.context("the report could not be written"))?;
    is_told
}

async fn dry_run(
    errand: &Errand,
    ids: &[ContactId],
    host: &str,
    report: Option<Report>,
) -> anyhow::Result<bool> {
    let found = match look::look_for(errand, ids).await {
        Ok(found) => found,
        Err(error) => {
            let (why, _) = words::of_error(&error);
            complain(&format!("{host} could not be asked: {why}"));
            return Ok(false);
        }
    };
    say(&format!("{} of {} contacts are there and would be deleted on {host}", found.there.len(), ids.len()));
    say(&format!("{} are not there, or cannot be seen by the webhook's user", ids.len() - found.there.len()));
    if let Some(report) = report {
        report.write_look(ids.iter().map(|id| (*id, found.outcome(*id))))?;
    }
    Ok(true)
}

/// Lets a person at a terminal type the number.
fn confirmed(count: usize, found: Option<&Found>, host: &str) -> anyhow::Result<bool> {
    let gone = found.map_or(0, |found| count - found.there.len());
    complain(&match count {
        1 => format!("1 contact will be deleted on {host}. Nothing is kept of it here."),
        _ => format!("{count} contacts will be deleted on {host}. Nothing is kept of them here."),
    });
    if found.is_none() {
        complain("How many of them are there cannot be found out just now.");
    } else if gone > 0 {
        complain(&format!("{gone} of them are not there, or cannot be seen by the webhook's user."));
    }
    complain(&format!("Type {count} to go on:"));
    let mut typed = String::new();
    std::io::stdin().read_line(&mut typed)?;
    Ok(typed.trim() == count.to_string())
}
