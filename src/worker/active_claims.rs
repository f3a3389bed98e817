//! The claims that this process works on. The heartbeat extends only their leases. If no process works on a job any
//! more, its lease runs out and another process can claim it.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use crate::store::jobs::Lease;

/// All active claims of this process.
#[derive(Clone, Debug, Default)]
pub(super) struct ActiveClaims(Arc<Mutex<HashSet<Lease>>>);

/// One active claim. It ends when this value is dropped.
#[derive(Debug)]
pub(super) struct ActiveClaim {
    all: ActiveClaims,
    lease: Lease,
}

impl ActiveClaims {
    /// Adds a claim.
    pub(super) fn begin(&self, lease: Lease) -> ActiveClaim {
        self.with(|all| all.insert(lease.clone()));
        ActiveClaim { all: self.clone(), lease }
    }

    /// The leases of all active claims.
    pub(super) fn leases(&self) -> Vec<Lease> {
        self.with(|all| all.iter().cloned().collect())
    }

    fn with<T>(&self, act: impl FnOnce(&mut HashSet<Lease>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl ActiveClaim {
    /// The lease of this claim.
    pub(super) fn lease(&self) -> &Lease {
        &self.lease
    }
}

impl Drop for ActiveClaim {
    fn drop(&mut self) {
        self.all.with(|all| all.remove(&self.lease));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::job::JobId;

    #[test]
    fn a_claim_is_active_until_it_is_dropped() {
        let all = ActiveClaims::default();
        let lease = |owner: &str| Lease { job: JobId(1), owner: owner.to_owned() };
        let (first, second) = (all.begin(lease("a/1")), all.begin(lease("a/2")));
        drop(first);
        assert_eq!(all.leases(), [lease("a/2")]);
        drop(second);
        assert!(all.leases().is_empty());
    }
}
