//! Notifies the owner of a job in the portal that it has ended, that it waits for them, or that a draft is ready. The
//! message contains only numbers. It is sent once, with the owner's own token, if the portal allows it. A message
//! that cannot be sent changes nothing about the job.

use super::Flows;
use super::failure::Failure;
use crate::bitrix::notices;
use crate::domain::ids::UserId;
use crate::domain::job::{Job, JobKind, JobState};
use crate::domain::language::Language;
use crate::domain::portal::Portal;
use crate::domain::token::Principal;
use crate::i18n;
use crate::store::StoreError;

/// The client id of an app that a portal has added for itself begins so, and is also the app's code. Apps of the
/// Market have another code, which the portal knows.
const OF_ONE_PORTAL: &str = "local.";

impl Flows {
    /// Notifies the owners of jobs that have changed.
    pub async fn notify_owners(&self) -> Result<(), StoreError> {
        for job in self.store.find_jobs_to_notify().await? {
            let portal = self.store.find_portal(&job.principal.member_id).await?;
            // Recorded before the message is sent: a lost message is better than one that is sent twice.
            if !self.store.claim_notification(&job).await? {
                continue;
            }
            if let Some(portal) = portal.filter(|portal| portal.scope.contains(notices::SCOPE)) {
                let flows = self.clone();
                drop(self.background.spawn(async move { flows.notify_owner(&portal, &job).await }));
            }
        }
        Ok(())
    }

    /// Stores the language of a user's pages.
    pub async fn save_language(&self, portal: &Portal, user_id: UserId, language: Language) {
        let principal = Principal { member_id: portal.member_id.clone(), user_id };
        if let Err(error) = self.store.save_language(&principal, language).await {
            tracing::warn!(%error, "a user's language was not stored");
        }
    }

    async fn notify_owner(&self, portal: &Portal, job: &Job) {
        let language = self.store.find_language(&job.principal).await.ok().flatten().unwrap_or_default();
        let message = message(language, job, self.page_of(portal, job).await);
        let tag = format!("contact-eraser-job-{}", job.id);
        let (rest, user, tag, message) = (&self.rest, job.principal.user_id, &tag, &message);
        let call = |caller| async move { notices::send(rest, &caller, user, tag, message).await };
        if let Err(failure) = self.access.run(portal, &job.principal, call).await.map_err(Failure::from) {
            tracing::info!(job.id = %job.id, %failure, "the owner of a job could not be notified");
        }
    }

    /// The address of the job in the portal, if it is known (b24restdocs api-reference/widgets/universal/app-url.md).
    async fn page_of(&self, portal: &Portal, job: &Job) -> Option<String> {
        let client_id = self.oauth.client_id();
        let code = if client_id.starts_with(OF_ONE_PORTAL) {
            Some(client_id.to_owned())
        } else {
            let ask = |caller| async move { notices::app_code(&self.rest, &caller).await };
            self.access.run(portal, &job.principal, ask).await.ok().flatten()
        };
        let origin = portal.endpoint.origin();
        code.map(|code| format!("{origin}/marketplace/view/{code}/?params%5Bjob%5D={}", job.id))
    }
}

fn message(language: Language, job: &Job, page: Option<String>) -> String {
    let counts = &job.counts;
    let (key, done) = match (job.state, job.kind) {
        (JobState::Draft, _) => ("notice-review", 0),
        (JobState::Paused, JobKind::Delete) => ("notice-paused", counts.deleted),
        (JobState::Paused, JobKind::Restore) => ("notice-restore-paused", counts.restored),
        (JobState::Done, JobKind::Delete) => ("notice-done", counts.deleted),
        (JobState::Done, JobKind::Restore) => ("notice-restore-done", counts.restored),
        (_, JobKind::Delete) => ("notice-ended", counts.deleted),
        (_, JobKind::Restore) => ("notice-restore-ended", counts.restored),
    };
    let number = |number: u32| i18n::number(language, number);
    let arguments = [
        ("number", job.number.map_or_else(String::new, |number| number.to_string())),
        ("count", number(done)),
        ("to", number(counts.total)),
    ];
    let text = i18n::text_with(language, key, &arguments);
    match page {
        Some(page) => format!("{text}\n[URL={page}]{}[/URL]", i18n::text(language, "notice-open")),
        None => text,
    }
}
