//! One job in a database of its own: it is created, followed to its end, reported and removed.

use std::sync::Arc;
use std::time::Duration;

use tempfile::TempDir;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::progress::Progress;
use super::report::{Report, examples};
use super::wait::{SilenceLimit, describe};
use super::{messages, print_error, print_line};
use crate::domain::clock::SharedClock;
use crate::domain::ids::{ContactId, MemberId, UserId};
use crate::domain::job::{Job, JobId, JobKind, JobState, MAX_CONTACTS, Outcome, Reason};
use crate::domain::portal::{AuthServer, Endpoint, PortalStatus, Scopes};
use crate::domain::token::Principal;
use crate::flows::job_client::JobClient;
use crate::store::Store;
use crate::store::jobs::{CreateOutcome, NewJob, NewSet};
use crate::store::portals::PortalFacts;
use crate::store::seal::{Key, Seal};
use crate::worker::{self, JobClients, WorkerContext};

/// Receives one message for each signal that asks the command to stop.
pub(super) type Signals = mpsc::UnboundedReceiver<()>;

/// Listens for Ctrl-C, SIGTERM and the end of the terminal. From now on these signals no longer kill the process.
///
/// # Errors
/// When this process cannot listen for signals.
pub(super) fn listen_for_signals() -> std::io::Result<Signals> {
    let (tell, signals) = mpsc::unbounded_channel();
    for kind in [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()] {
        let (mut signal, tell) = (signal(kind)?, tell.clone());
        tokio::spawn(async move { while signal.recv().await.is_some() && tell.send(()).is_ok() {} });
    }
    Ok(signals)
}

/// The job with all that it needs. Dropping it removes its folder.
pub(super) struct DeleteJob {
    store: Store,
    principal: Principal,
    id: JobId,
    stop: CancellationToken,
    jobs: JoinHandle<()>,
    _folder: TempDir,
}

impl DeleteJob {
    /// Stores the contacts and starts the job.
    ///
    /// # Errors
    /// When the database cannot be created.
    pub(super) async fn begin(
        user_id: UserId,
        endpoint: Endpoint,
        ids: &[ContactId],
        client: JobClient,
        clock: SharedClock,
    ) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let key = Key::parse(&Key::generate()?).ok_or_else(|| anyhow::anyhow!("no key"))?;
        let url = format!("sqlite://{}", folder.path().join("delete.db").display());
        let store = Store::open(&url, Seal::new(&key, &[]), Arc::clone(&clock)).await?;
        let member_id = MemberId::parse("webhook").ok_or_else(|| anyhow::anyhow!("no portal"))?;
        let portal = store.save_portal(&facts(&member_id, endpoint)?, PortalStatus::Active).await?;
        let principal = Principal { member_id, user_id };
        let id = make_job(&store, &principal, portal.generation, ids).await?;
        let stop = CancellationToken::new();
        let context = WorkerContext::new(store.clone(), JobClients::Webhook(Box::new(client)), clock);
        let jobs = tokio::spawn(worker::run_jobs(context, stop.clone()));
        Ok(Self { store, principal, id, stop, jobs, _folder: folder })
    }
    /// Follows the job until it ends, pauses, is stopped, or has waited too long for its portal. It then waits for the
    /// calls in flight. After a second signal it waits for nothing.
    ///
    /// # Errors
    /// When the database does not answer, or when the job's task panics.
    pub(super) async fn follow(&mut self, signals: &mut Signals, wait: Duration) -> anyhow::Result<()> {
        const LOOK: Duration = Duration::from_millis(200);
        let (mut progress, mut patience) = (Progress::new(), SilenceLimit::new(wait));
        loop {
            let job = self.job().await?;
            progress.show(&job);
            if patience.is_over(&job) && !self.stop.is_cancelled() {
                progress.end();
                let why = messages::for_reason(job.reason.unwrap_or(Reason::PortalUnavailable));
                print_error(&format!("Given up after {} without an answer (--wait): {why}.", describe(wait)));
                print_error(
                    "What is not done can be done later: run it again with --allow-missing, and another file for --report.",
                );
                self.stop.cancel();
            }
            if job.state.is_final() || job.state == JobState::Paused {
                self.stop.cancel();
            }
            tokio::select! {
                ended = &mut self.jobs => {
                    progress.show(&self.job().await?);
                    progress.end();
                    return Ok(ended?);
                }
                () = tokio::time::sleep(LOOK) => {}
                Some(()) = signals.recv() => {
                    progress.end();
                    if self.stop.is_cancelled() {
                        self.jobs.abort();
                        return Ok(());
                    }
                    print_error("Stopping: the call in flight ends first. Once more, and it is not waited for.");
                    self.stop.cancel();
                }
            }
        }
    }

    async fn job(&self) -> anyhow::Result<Job> {
        let job = self.store.find_job(&self.principal.member_id, self.id).await?;
        job.ok_or_else(|| anyhow::anyhow!("the job is gone"))
    }

    /// Prints what was done. Returns whether all contacts are gone.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn print_result(&self) -> anyhow::Result<bool> {
        let job = self.job().await?;
        let counts = &job.counts;
        print_line(&format!("{} deleted, {} not there", counts.deleted, counts.gone));
        for (count, what, outcome) in
            [(counts.denied, "not permitted", Outcome::Denied), (counts.failed, "failed", Outcome::Failed)]
        {
            if count > 0 {
                print_line(&format!("{count} {what}: {}", examples(&self.store, self.id, outcome).await?));
            }
        }
        if counts.pending() > 0 {
            print_line(&format!("{} not done", counts.pending()));
        }
        let limit = u32::try_from(MAX_CONTACTS)?;
        let asked = self.store.find_items(self.id, &[Outcome::Asked], None, limit).await?.len();
        if asked > 0 {
            print_line(&format!(
                "{asked} of these may be gone: they were asked for, and the answer did not come"
            ));
        }
        if job.state == JobState::Done {
            print_line(&format!("{} of {} verified gone", job.verified, counts.deleted + counts.gone));
        } else if let Some(reason) = job.reason {
            print_error(&format!("It did not go on: {}", messages::for_reason(reason)));
        }
        Ok(job.state == JobState::Done && counts.deleted + counts.gone == counts.total)
    }

    /// Writes the report.
    ///
    /// # Errors
    /// When the file cannot be written or the database does not answer.
    pub(super) async fn report(&self, report: Report) -> anyhow::Result<()> {
        report.write_job(&self.store, self.id).await
    }

    /// Closes the database, so that its folder can be removed.
    pub(super) async fn close(self) {
        self.store.close().await;
    }
}

fn facts(member_id: &MemberId, endpoint: Endpoint) -> anyhow::Result<PortalFacts> {
    // A portal must have an authorization server. Nothing of a webhook is ever sent there.
    let auth_server = AuthServer::parse("https://oauth.bitrix.info");
    Ok(PortalFacts {
        member_id: member_id.clone(),
        endpoint,
        auth_server: auth_server.ok_or_else(|| anyhow::anyhow!("no server"))?,
        licence: String::new(),
        scope: Scopes::default(),
        application_token: None,
        unpaid: false,
    })
}

/// The owner of the webhook decides alone: contacts with open deals are deleted too.
async fn make_job(
    store: &Store,
    principal: &Principal,
    generation: i64,
    ids: &[ContactId],
) -> anyhow::Result<JobId> {
    let new = NewJob {
        principal,
        generation,
        kind: JobKind::Delete,
        is_draft: false,
        idempotency_key: None,
        request_digest: [0; 32],
        expected_total: None,
        confirm_total: None,
        include_open_deals: true,
        keeps_snapshot: true,
        saved_filter: None,
        source_job: None,
        request_id: "",
        day_limit: None,
        expires_at: None,
        set: NewSet::Ids(ids),
    };
    match store.create_job(&new).await? {
        CreateOutcome::New(job) | CreateOutcome::Same(job) => Ok(job.id),
        CreateOutcome::KeyTaken
        | CreateOutcome::TakenUp
        | CreateOutcome::DayFull
        | CreateOutcome::NotDue
        | CreateOutcome::PortalLeft => {
            anyhow::bail!("the job could not be made")
        }
    }
}
