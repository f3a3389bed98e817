//! Who runs this service, as the public pages name them.

/// What the operator says about itself. Nothing of it is required.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Operator {
    /// The person or company that runs the service.
    pub name: Option<String>,
    /// Its postal address, on one line.
    pub address: Option<String>,
    /// Where users write to.
    pub email: Option<String>,
    /// When questions are answered.
    pub hours: Option<String>,
    /// The app's page in the Bitrix24 Market.
    pub market_url: Option<String>,
}
