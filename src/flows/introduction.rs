//! The first steps: what the app does, what it keeps and who may delete, told once to a portal's administrators.

use super::failure::Failure;
use super::open::Opened;
use super::{Flows, Viewer};

impl Flows {
    /// Whether the page begins with the first steps. Without an answer from the database it does not.
    pub async fn is_introduction_due(&self, opened: &Opened) -> bool {
        if !opened.profile.admin {
            return false;
        }
        self.store.is_introduction_due(&opened.portal.member_id).await.unwrap_or_else(|error| {
            tracing::error!(%error, "whether the first steps are due could not be read");
            false
        })
    }

    /// An administrator has read the first steps or passed over them.
    ///
    /// # Errors
    /// [`Failure::NotAdministrator`] for everybody else; others when the portal or the database does not answer.
    pub async fn end_introduction(&self, viewer: &Viewer) -> Result<(), Failure> {
        self.require_administrator(viewer).await?;
        Ok(self.store.end_introduction(&viewer.portal.installation()).await?)
    }
}
