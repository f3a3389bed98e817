//! `contact-eraser delete`: the same engine for one portal and one person, through an inbound webhook. Needs no
//! configuration; what it writes down meanwhile lies in a folder that is gone afterwards.

use std::fs::File;
use std::io::{IsTerminal, Read as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use tokio::runtime::Handle;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::ids;
use super::progress::Progress;
use super::report::write_report;
use super::webhook::{EXAMPLE, WebhookUrl};
use super::{USAGE, complain, say};
use crate::bitrix::contacts::bulk;
use crate::bitrix::http::{Http, PortalRules};
use crate::bitrix::limiter::Limiter;
use crate::bitrix::rest::{Caller, Rest};
use crate::config;
use crate::domain::clock::{SharedClock, SystemClock};
use crate::domain::ids::{ContactId, MemberId, UserId};
use crate::domain::job::{Job, JobId, JobKind, JobState, MAX_CONTACTS, Reason};
use crate::domain::portal::{AuthServer, PortalStatus, Scopes};
use crate::domain::token::Principal;
use crate::flows::errand::{AccessError, Errand};
use crate::flows::failure::Failure;
use crate::store::Store;
use crate::store::jobs::{Made, NewJob, NewSet};
use crate::store::portals::PortalFacts;
use crate::store::seal::{Key, Seal};
use crate::worker::{self, Desk, Errands};

/// What `delete` is told.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// Address of the inbound webhook; better in `ERASER_WEBHOOK_URL`, where no list of processes shows it
    #[arg(long, value_name = "URL")]
    webhook_url: Option<WebhookUrl>,
    /// File with ids: a list, or a table whose first column holds them; `-` is standard input
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Say what would happen and change nothing
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
    ids: Vec<ContactId>,
    report: Option<File>,
}

fn prepare(options: &Options) -> Result<Prepared, Refusal> {
    let url = options.webhook_url.clone().or_else(|| config::webhook_url().map(WebhookUrl::from));
    let url = url.ok_or_else(|| format!("--webhook-url is missing; it looks like {EXAMPLE}"))?;
    let read = url.read();
    let (user, caller) = read
        .ok_or_else(|| format!("--webhook-url is not the address of a webhook; one looks like {EXAMPLE}"))?;
    let read = read_ids(options)?;
    if read.repeated > 0 {
        complain(&format!("{} ids stood there more than once and are taken once", read.repeated));
    }
    match read.ids.len() {
        0 => return Err("there are no ids: name them, or a file with --file".to_owned()),
        count if count > MAX_CONTACTS => {
            return Err(format!("{count} ids are too many: at most {MAX_CONTACTS} at a time"));
        }
        _ => {}
    }
    if !options.dry_run && !options.yes && !std::io::stdin().is_terminal() {
        return Err("nobody is there to be asked: add --yes to delete, or --dry-run to look".to_owned());
    }
    let create = |path: &PathBuf| {
        File::create(path).map_err(|error| format!("--report {} cannot be written: {error}", path.display()))
    };
    let report = options.report.as_ref().filter(|_| !options.dry_run).map(create).transpose()?;
    Ok(Prepared { user, caller, ids: read.ids, report })
}

fn read_ids(options: &Options) -> Result<ids::Read, Refusal> {
    let text = options.ids.join("\n");
    if let Some(file) = &options.file {
        let read = if file == Path::new("-") { read_standard_input() } else { std::fs::read_to_string(file) };
        let read = read.map_err(|error| format!("{} cannot be read: {error}", file.display()))?;
        if options.ids.is_empty() {
            return ids::read_file(&read);
        }
        let (named, filed) = (ids::read_list(&text)?, ids::read_file(&read)?);
        let mut both = ids::unique([named.ids, filed.ids].concat());
        both.repeated += named.repeated + filed.repeated;
        return Ok(both);
    } else if options.ids.is_empty() && !std::io::stdin().is_terminal() {
        let read = read_standard_input();
        return ids::read_file(&read.map_err(|error| format!("standard input cannot be read: {error}"))?);
    }
    ids::read_list(&text)
}

fn read_standard_input() -> std::io::Result<String> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    Ok(text)
}

/// Whether all contacts are gone in the end.
async fn work(options: &Options, prepared: Prepared) -> anyhow::Result<bool> {
    let Prepared { user, caller, ids, report } = prepared;
    let rules = PortalRules { allow_http: true, allow_private: true, extra_roots: None };
    let clock: SharedClock = Arc::new(SystemClock);
    let rest = Rest::new(Http::new(rules, Handle::current())?, Limiter::new(Arc::clone(&clock)));
    let host = caller.endpoint.host();
    let endpoint = caller.endpoint.clone();
    let errand = Errand::by_webhook(rest, caller);
    if options.dry_run {
        return look(&errand, &ids, &host.to_string()).await;
    }
    if !confirmed(options, ids.len(), &host.to_string())? {
        return Ok(false);
    }
    let folder = tempfile::tempdir()?;
    let key = Key::parse(&Key::generate()?).ok_or_else(|| anyhow::anyhow!("no key"))?;
    let url = format!("sqlite://{}", folder.path().join("delete.db").display());
    let store = Store::open(&url, Seal::new(&key, &[]), Arc::clone(&clock)).await?;
    let member_id = MemberId::parse("webhook").ok_or_else(|| anyhow::anyhow!("no portal"))?;
    let facts = PortalFacts {
        member_id: member_id.clone(),
        endpoint,
        auth_server: AuthServer::parse("https://oauth.bitrix.info")
            .ok_or_else(|| anyhow::anyhow!("no server"))?,
        licence: String::new(),
        scope: Scopes::default(),
        application_token: None,
        unpaid: false,
    };
    store.save_portal(&facts, PortalStatus::Active).await?;
    let principal = Principal { member_id, user_id: user };
    let id = make_job(&store, &principal, &ids).await?;
    let desk = Desk::new(store.clone(), Errands::One(Box::new(errand)), clock);
    let stop = CancellationToken::new();
    let jobs = tokio::spawn(worker::run_jobs(desk, stop.clone()));
    let job = watch(&store, &principal, id, &stop).await;
    stop.cancel();
    jobs.await?;
    let job =
        store.find_job(&principal.member_id, job?.id).await?.ok_or_else(|| anyhow::anyhow!("no job"))?;
    if let Some(file) = report {
        write_report(&store, id, file).await?;
    }
    store.close().await;
    Ok(tell_end(&job))
}

async fn make_job(store: &Store, principal: &Principal, ids: &[ContactId]) -> anyhow::Result<JobId> {
    let new = NewJob {
        principal,
        kind: JobKind::Delete,
        is_draft: false,
        idempotency_key: None,
        request_digest: [0; 32],
        expected_total: None,
        include_open_deals: true,
        source_job: None,
        request_id: "",
        expires_at: None,
        set: NewSet::Ids(ids),
    };
    match store.create_job(&new).await? {
        Made::New(job) | Made::Same(job) => Ok(job.id),
        Made::KeyTaken => anyhow::bail!("the job could not be made"),
    }
}

/// Says how many there are and changes nothing.
async fn look(errand: &Errand, ids: &[ContactId], host: &str) -> anyhow::Result<bool> {
    let mut there = 0;
    for part in ids.chunks(bulk::MOST_LOOKS) {
        let rest = errand.rest();
        let seen = errand.call(|caller| async move { bulk::look_for(rest, &caller, part).await }).await;
        match seen {
            Ok(seen) => there += seen.len(),
            Err(error) => {
                complain(&format!("{host} could not be asked: {}", in_words(&error)));
                return Ok(false);
            }
        }
    }
    say(&format!("{there} of {} contacts are there and would be deleted on {host}", ids.len()));
    say(&format!("{} are not there, or cannot be seen by the webhook's user", ids.len() - there));
    Ok(true)
}

fn in_words(error: &AccessError) -> &'static str {
    let failure = match error {
        AccessError::Rest(error) if error.refusal().is_none() => {
            return "it did not answer, or not as a portal does";
        }
        AccessError::Rest(_) => {
            return "it refused the webhook: is its address right, and does it have the scope crm?";
        }
        AccessError::Failure(failure) => failure,
    };
    match failure {
        Failure::PortalUnauthorized => "it refused the webhook",
        _ => "something went wrong",
    }
}

/// Lets a person at a terminal type the number.
fn confirmed(options: &Options, count: usize, host: &str) -> anyhow::Result<bool> {
    if options.yes {
        return Ok(true);
    }
    complain(&format!("{count} contacts will be deleted on {host}. Nothing is kept of them here."));
    complain(&format!("Type {count} to go on:"));
    let mut typed = String::new();
    std::io::stdin().read_line(&mut typed)?;
    let is_right = typed.trim() == count.to_string();
    if !is_right {
        complain("Nothing was deleted.");
    }
    Ok(is_right)
}

/// Follows the job until it ends or pauses, or somebody stops it.
async fn watch(
    store: &Store,
    principal: &Principal,
    id: JobId,
    stop: &CancellationToken,
) -> anyhow::Result<Job> {
    const LOOK: Duration = Duration::from_millis(200);
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let mut progress = Progress::default();
    loop {
        let job = store.find_job(&principal.member_id, id).await?;
        let job = job.ok_or_else(|| anyhow::anyhow!("the job is gone"))?;
        progress.tell(&job);
        if job.state.is_final() || job.state == JobState::Paused {
            progress.end();
            return Ok(job);
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            _ = interrupt.recv() => stop.cancel(),
            _ = terminate.recv() => stop.cancel(),
        }
        if stop.is_cancelled() {
            progress.end();
            complain("stopping: what is in flight ends");
            return Ok(job);
        }
    }
}

fn tell_end(job: &Job) -> bool {
    let counts = &job.counts;
    say(&format!("{} deleted, {} were not there", counts.deleted, counts.gone));
    for (count, what) in
        [(counts.denied, "not permitted"), (counts.failed, "failed"), (counts.pending(), "not done")]
    {
        if count > 0 {
            say(&format!("{count} {what}"));
        }
    }
    if job.state == JobState::Done {
        say(&format!("{} of {} verified gone", job.verified, counts.deleted + counts.gone));
    } else if let Some(reason) = job.reason {
        complain(stopped(reason));
    }
    job.state == JobState::Done && counts.deleted + counts.gone == counts.total
}

fn stopped(reason: Reason) -> &'static str {
    match reason {
        Reason::PortalUnauthorized => {
            "the portal refused the webhook: is its address right, and is it still there?"
        }
        Reason::PaymentRequired => "the portal's subscription is over",
        Reason::PlanRestricted => "the portal's plan does not allow REST",
        Reason::ScopeMissing => "the webhook lacks the scope crm",
        Reason::AppAccessDenied | Reason::AccessDenied => "the webhook's user may not see contacts",
        Reason::PortalDeleted => "the portal does not exist any more",
        Reason::ManyDenied => "fifty contacts in a row were denied: the webhook's user may not delete them",
        Reason::NotDeleting => "the portal says that it deletes, and does not",
        _ => "the work could not go on",
    }
}
