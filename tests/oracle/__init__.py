"""An independent, slow reading of the contract and the model, and the units to try it on."""
