//! Shows, repairs and ends the installation on a portal. Only administrators may do so.

use std::time::Duration;

use super::failure::Failure;
use super::install;
use super::removals::WAIT_FOR_ANSWER;
use super::request::current_request;
use super::{Flows, Viewer};
pub use crate::bitrix::limiter::{PortalLimits, RunningTimeLeft};
use crate::bitrix::placement::{self, BindingState, HANDLERS, Handler};
use crate::domain::audit::AuditAction;
use crate::domain::feature::Feature;
use crate::domain::ids::{MemberId, UserId};
use crate::domain::portal::{Portal, PortalHost};
use crate::domain::settings::Widgets;
pub use crate::store::requests::LimitMet;

/// The scopes whose absence is reported.
const SCOPES: [&str; 3] = ["crm", "placement", "user_brief"];

/// For how long reached limits are shown.
const LIMITS_REMEMBERED: Duration = Duration::from_hours(7 * 24);

/// The state of an installation.
#[derive(Clone, Debug)]
pub struct InstallationState {
    /// The portal.
    pub portal: Portal,
    /// Who installed the app last, if the audit still contains it.
    pub installed_by: Option<UserId>,
    /// Scopes that the portal did not grant.
    pub missing_scopes: Vec<&'static str>,
    /// The state of each feature.
    pub features: Vec<(Feature, FeatureState)>,
    /// How many authorizations can be used, and how many cannot.
    pub authorizations: (u32, u32),
    /// What is known of the portal's limits.
    pub limits: PortalLimits,
    /// The limits that were reached in the last days.
    pub limits_met: Vec<LimitMet>,
}

/// The state of a feature in the portal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FeatureState {
    /// The feature is bound.
    Bound,
    /// The feature is switched on but not bound.
    Missing,
    /// Switched off by the settings.
    Off,
    /// The portal does not say.
    Unknown,
}

impl Flows {
    /// The state of the installation, as the portal answers now.
    ///
    /// # Errors
    /// [`Failure::NotAdministrator`] when the viewer is no administrator; others when the portal cannot be asked.
    pub async fn installation(&self, viewer: &Viewer) -> Result<InstallationState, Failure> {
        self.require_administrator(viewer).await?;
        let member_id = &viewer.principal.member_id;
        let widgets = self.store.find_settings(member_id).await?.settings.widgets;
        let (rest, handler_config) = (&self.rest, &self.handler_config(widgets));
        let call = |caller| async move { placement::inspect(rest, &caller, handler_config).await };
        let found = self.access.run(&viewer.portal, &viewer.principal, call).await?;
        let is_missing = |scope: &&'static str| !viewer.portal.scope.contains(scope);
        Ok(InstallationState {
            portal: viewer.portal.clone(),
            installed_by: self.store.find_installer(member_id).await?,
            missing_scopes: SCOPES.into_iter().filter(is_missing).collect(),
            features: states(&found, widgets),
            authorizations: self.store.count_authorizations(member_id).await?,
            limits: self.rest.limiter().limits(&viewer.portal.endpoint),
            limits_met: self.limits_met(member_id).await?,
        })
    }

    async fn limits_met(&self, member_id: &MemberId) -> Result<Vec<LimitMet>, Failure> {
        self.requests.flush().await;
        Ok(self.store.find_limits_met(member_id, self.clock.now().minus(LIMITS_REMEMBERED)).await?)
    }

    /// Binds missing handlers again and returns the state of the installation.
    ///
    /// # Errors
    /// As [`Flows::installation`]; also when the portal refuses.
    pub async fn repair_installation(&self, viewer: &Viewer) -> Result<InstallationState, Failure> {
        self.require_administrator(viewer).await?;
        let widgets = self.settings(viewer).await?.settings.widgets;
        let call = |caller| async move { self.bind(&caller, widgets, &HANDLERS).await };
        let bound = self.access.run(&viewer.portal, &viewer.principal, call).await?;
        let unbound = install::features(&bound, install::is_unbound);
        if !self.save_binding_result(&viewer.portal.installation(), Some(&unbound)).await? {
            return Err(Failure::SessionOver);
        }
        let outcome = if unbound.is_empty() { "installed" } else { "incomplete" };
        self.write_audit(viewer.entry(AuditAction::Install, outcome, current_request())).await;
        let failure = bound.into_iter().find_map(|(_, state)| match state {
            BindingState::Refused(refusal) => Some(install::binding_failure(refusal)),
            BindingState::NotGranted => Some(Failure::ScopeMissing),
            BindingState::Yes | BindingState::NotOffered => None,
        });
        match failure {
            Some(failure) => Err(failure),
            None => self.installation(viewer).await,
        }
    }

    /// Removes the handlers if the portal allows it, and deletes the portal's data. The work ends even if the page is
    /// closed. Opening the app connects the portal again.
    ///
    /// # Errors
    /// [`Failure::NotConfirmed`] when the typed domain is not the portal's; [`Failure::NotAdministrator`] when the
    /// viewer is no administrator; [`Failure::SessionOver`] when the portal has left or was installed again
    /// meanwhile.
    pub async fn disconnect(&self, viewer: Viewer, typed: &str) -> Result<(), Failure> {
        if let Err(failure) = self.require_administrator(&viewer).await {
            if matches!(failure, Failure::NotAdministrator) {
                self.write_audit(viewer.entry(AuditAction::Disconnect, "not_permitted", current_request()))
                    .await;
            }
            return Err(failure);
        }
        let typed = PortalHost::parse(typed.trim());
        if typed != Some(viewer.portal.endpoint.host()) {
            return Err(Failure::NotConfirmed);
        }
        let flows = self.clone();
        let task = self.background.spawn(async move { flows.forget(&viewer).await });
        task.await.map_err(|broken| Failure::Broken(broken.to_string()))?
    }

    async fn forget(&self, viewer: &Viewer) -> Result<(), Failure> {
        let (rest, nowhere) = (&self.rest, Widgets::NONE);
        let handler_config = &self.handler_config(nowhere);
        let call = |caller| async move { placement::unbind_all(rest, &caller, handler_config).await };
        let unbound = self.access.run(&viewer.portal, &viewer.principal, call).await;
        let member_id = &viewer.principal.member_id;
        match unbound.map_err(Failure::from) {
            Ok(left) if left.is_empty() => {}
            Ok(left) => {
                tracing::warn!(portal.member_id = %member_id, handlers = ?left, "some handlers stay in the portal");
            }
            Err(failure) => {
                tracing::warn!(portal.member_id = %member_id, %failure, "the handlers stay in the portal");
            }
        }
        // The session belongs to one installation and must not end a later one.
        if !self.store.wipe_portal(&viewer.portal.installation()).await? {
            return Err(Failure::SessionOver);
        }
        self.verified_tokens.forget_portal(member_id, self.clock.now());
        tracing::info!(portal.member_id = %member_id, user.id = %viewer.principal.user_id, "disconnected");
        self.run_removals(WAIT_FOR_ANSWER).await;
        Ok(())
    }
}

/// A feature with several handlers is bound when all of them are.
fn states(found: &[(Handler, Option<bool>)], widgets: Widgets) -> Vec<(Feature, FeatureState)> {
    let state = |feature: Feature| {
        let is_off = match feature {
            Feature::Events | Feature::Names => false,
            Feature::ContactCard => !widgets.contact_card,
            Feature::ContactList => !widgets.contact_list,
            Feature::ListToolbar => !widgets.contact_toolbar,
        };
        let own = found.iter().filter(|(handler, _)| install::feature(*handler) == feature);
        let bound: Option<Vec<bool>> = own.map(|(_, bound)| *bound).collect();
        match bound {
            None => FeatureState::Unknown,
            Some(_) if is_off => FeatureState::Off,
            Some(bound) if bound.iter().all(|bound| *bound) => FeatureState::Bound,
            Some(_) => FeatureState::Missing,
        }
    };
    [Feature::Events, Feature::ContactCard, Feature::ContactList, Feature::ListToolbar]
        .map(|feature| (feature, state(feature)))
        .into()
}
